package org.fabricast.compiler.kernel;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.testbench.VectorHints;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;

/**
 * A kernel with the text it comes from.
 *
 * @param fileName name of the file, without directories
 * @param text     its content
 * @param kernel   the kernel
 * @param hints    what the text says about test vectors
 */
public record KernelSource(String fileName, String text, Kernel kernel, VectorHints hints) {

    private static final long MOST_BYTES = 4L << 20;

    /**
     * A kernel of a file.
     *
     * @param name which, if there are several
     * @throws FabricastException F1002 no such file; F1007 it cannot be read; F3001 no text; F30xx what the compiler finds;
     *                            F1001 no such kernel in it
     */
    public static KernelSource file(Path file, Optional<String> name) {
        if (!Files.isRegularFile(file)) {
            throw new FabricastException(ErrorCode.F1002, file.toString(), "a kernel source (.fk)",
                    Files.isDirectory(file) ? "a directory" : "nothing there",
                    "kernel --list names the kernels of the library, which --library NAME takes.");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new FabricastException(ErrorCode.F3001, file.toString(), "a source of at most " + MOST_BYTES + " bytes",
                        Files.size(file) + " bytes", "");
            }
            return of(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8), name);
        } catch (CharacterCodingException e) {
            throw new FabricastException(ErrorCode.F3001, file.toString(), "text in UTF-8", "other bytes", "");
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1007, file.toString(), "a file that can be read", e.toString(), "");
        }
    }

    /**
     * A kernel of the library.
     *
     * @throws FabricastException F1001 if there is none of that name
     */
    public static KernelSource library(String name) {
        if (!KernelLibrary.names().contains(name)) {
            throw new FabricastException(ErrorCode.F1001, "--library", "one of " + String.join(", ", KernelLibrary.names()), name, "");
        }
        return of(name + ".fk", KernelLibrary.source(name), Optional.of(name));
    }

    /** A kernel of a text; errors as those of a file. */
    public static KernelSource of(String fileName, String text, Optional<String> name) {
        List<Kernel> kernels = KernelCompiler.compile(text, fileName);
        List<String> names = kernels.stream().map(Kernel::name).toList();
        if (names.isEmpty()) {
            throw new FabricastException(ErrorCode.F3001, fileName, "a kernel", "a file without one", "");
        }
        if (name.isEmpty() && names.size() > 1 || name.isPresent() && !names.contains(name.get())) {
            throw new FabricastException(ErrorCode.F1001, "--kernel", "one of " + String.join(", ", names) + " in " + fileName,
                    name.orElse("none"), "");
        }
        Kernel kernel = kernels.get(name.map(names::indexOf).orElse(0));
        return new KernelSource(fileName, text, kernel, VectorHints.in(text, fileName, kernels));
    }
}
