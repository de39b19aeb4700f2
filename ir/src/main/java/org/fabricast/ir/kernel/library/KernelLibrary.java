package org.fabricast.ir.kernel.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.text.KernelCompiler;

/**
 * The kernels that come with the toolkit, see {@code docs/kernel-library.md}. A machine is built from those that its instructions
 * name; the others are for users of the kernel compiler.
 */
public final class KernelLibrary {

    private static final List<String> NAMES =
            List.of("rmsnorm", "softmax", "silu_mul", "rope", "add", "cast", "quantise_kv", "quantise", "argmax",
                    "rmsnorm_weighted", "layernorm", "layernorm_gain", "bias_add", "bias_relu", "softmax_online", "silu", "gelu",
                    "gelu_tanh", "relu", "rope_interleaved", "dequantise", "mul", "residual", "scale", "topk");

    private KernelLibrary() {
    }

    private static final class Compiled {
        private static final Map<String, Kernel> KERNELS = compile();

        private static Map<String, Kernel> compile() {
            Map<String, Kernel> kernels = new LinkedHashMap<>();
            for (String name : NAMES) {
                List<Kernel> file = KernelCompiler.compile(source(name), name + ".fk");
                if (file.size() != 1 || !file.getFirst().name().equals(name)) {
                    throw new AssertionError(name + ".fk must hold kernel " + name + " alone");
                }
                kernels.put(name, file.getFirst());
            }
            return kernels;
        }
    }

    /** Names of all kernels in order. */
    public static List<String> names() {
        return NAMES;
    }

    /** All kernels in order. */
    public static List<Kernel> all() {
        return List.copyOf(Compiled.KERNELS.values());
    }

    /** The kernel of a name. */
    public static Kernel get(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no kernel " + name + " in the library; there are " + NAMES);
        }
        return Compiled.KERNELS.get(name);
    }

    /** Source text of a kernel. */
    public static String source(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no kernel " + name + " in the library; there are " + NAMES);
        }
        try (InputStream in = KernelLibrary.class.getResourceAsStream(name + ".fk")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
