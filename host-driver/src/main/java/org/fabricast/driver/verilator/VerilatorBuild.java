package org.fabricast.driver.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hash.Sha256;

/**
 * Builds a shared library of a verilated design and its C++ wrapper, or finds it in the cache.
 *
 * <p>The key of the cache is a hash over everything that decides the product: Verilog, wrapper, parameters, options,
 * flags, and the versions of Verilator and of the C++ compiler.
 *
 * <p>Errors: F7001 a tool is missing; F7501 Verilator failed; F7502 compiler, make or linker failed; F7503 a tool reported
 * success but its product is absent. In each case the cache is as before.
 *
 * <p>Cost: 5 to 30 seconds for a new design, milliseconds for a known one.
 */
public final class VerilatorBuild {

    private static final String PREFIX = "Vdut";
    private static final String WRAPPER = "wrapper";
    private static final int STEPS = 3;
    private static final List<String> VERILATOR_FLAGS = List.of("--cc", "-O3", "--x-assign", "fast", "--x-initial",
            "fast", "--noassert", "-CFLAGS", "-fPIC", "--prefix", PREFIX, "--Mdir", ".");
    private static final List<String> LINK_FLAGS = List.of("-shared", "-fPIC", "-Wl,--version-script=exports.map");
    private static final List<String> LIBRARIES = List.of("-pthread", "-lz", "-latomic");
    /** Only our C functions leave the library: two libraries in one process must not see each other's classes. */
    private static final String EXPORTS = "{ global: fab_*; local: *; };\n";

    private final Toolchain tools;
    private final BuildCache cache;

    private VerilatorBuild(Toolchain tools, BuildCache cache) {
        this.tools = tools;
        this.cache = cache;
    }

    /** A build with the tools and the cache directory that an environment names. */
    public static VerilatorBuild of(Map<String, String> environment) {
        return new VerilatorBuild(Toolchain.of(environment), BuildCache.of(environment));
    }

    /** A build in the environment of this process. */
    public static VerilatorBuild fromEnvironment() {
        return of(System.getenv());
    }

    /** Path of the shared library for {@code request}. */
    public Path build(BuildRequest request, BuildListener listener) {
        return cache.get(key(request), "lib" + request.top() + ".so", scratch -> make(request, listener, scratch));
    }

    private Path make(BuildRequest request, BuildListener listener, Path scratch) {
        long began = System.nanoTime();
        requireWorking(tools.make(), version(tools.make()));
        listener.begins(1, STEPS, "verilate " + request.top(), since(began));
        verilate(request, scratch);
        listener.begins(2, STEPS, "compile " + request.top(), since(began));
        List<String> objects = compile(request, scratch);
        listener.begins(3, STEPS, "link " + request.top(), since(began));
        return link(request, scratch, objects);
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private void verilate(BuildRequest request, Path scratch) {
        List<String> command = new ArrayList<>(List.of(tools.verilator()));
        command.addAll(verilatorFlags(request));
        for (VerilogSource source : request.sources()) {
            write(scratch.resolve(source.name()), source.text());
            command.add(source.name());
        }
        write(scratch.resolve(WRAPPER + ".cpp"), request.wrapper());
        write(scratch.resolve("exports.map"), EXPORTS);
        command.add(WRAPPER + ".cpp");
        run(ErrorCode.F7501, scratch, command, List.of(PREFIX + ".mk", PREFIX + ".h"));
    }

    private static List<String> verilatorFlags(BuildRequest request) {
        List<String> flags = new ArrayList<>(VERILATOR_FLAGS);
        flags.addAll(List.of("--top-module", request.top()));
        if (request.options().trace()) {
            flags.add("--trace-fst");
        }
        request.parameters().forEach((name, value) -> flags.add("-G" + name + "=" + value));
        return flags;
    }

    private List<String> compile(BuildRequest request, Path scratch) {
        List<String> objects = new ArrayList<>(List.of(WRAPPER + ".o", PREFIX + "__ALL.a", "verilated.o",
                "verilated_threads.o"));
        if (request.options().trace()) {
            objects.add("verilated_fst_c.o");
        }
        List<String> command = new ArrayList<>(List.of(tools.make(), "-j2", "-f", PREFIX + ".mk"));
        command.addAll(makeVariables(request));
        command.add("OBJCACHE=" + tools.cache().orElse(""));
        command.addAll(objects);
        run(ErrorCode.F7502, scratch, command, objects);
        return objects;
    }

    private List<String> makeVariables(BuildRequest request) {
        return List.of("OPT_FAST=-O" + request.options().optimisation(), "OPT_SLOW=-O1", "OPT_GLOBAL=-O2",
                "CXX=" + tools.compiler(), "LINK=" + tools.compiler());
    }

    private Path link(BuildRequest request, Path scratch, List<String> objects) {
        String product = "lib" + request.top() + ".so";
        List<String> command = new ArrayList<>(List.of(tools.compiler()));
        command.addAll(LINK_FLAGS);
        command.addAll(List.of("-o", product));
        command.addAll(objects);
        command.addAll(LIBRARIES);
        run(ErrorCode.F7502, scratch, command, List.of(product));
        return scratch.resolve(product);
    }

    /** Runs one tool; its products must be absent before, and present and not empty after. */
    private static void run(ErrorCode failure, Path scratch, List<String> command, List<String> products) {
        String tool = command.getFirst();
        for (String product : products) {
            if (Files.exists(scratch.resolve(product))) {
                throw new IllegalArgumentException(product + " is there before " + tool + " ran");
            }
        }
        ToolRun run = ToolRun.of(scratch, command);
        if (run.status() != 0) {
            throw new FabricastException(failure, tool, "exit status 0",
                    "exit status " + run.status() + ": " + run.firstError(), "");
        }
        for (String product : products) {
            if (!isFilled(scratch.resolve(product))) {
                throw new FabricastException(ErrorCode.F7503, tool, "the file " + product,
                        "exit status 0 but no such file: " + run.firstError(), "");
            }
        }
    }

    private static boolean isFilled(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + file, e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static ToolRun version(String tool) {
        return ToolRun.of(Path.of(System.getProperty("java.io.tmpdir")), List.of(tool, "--version"));
    }

    private static void requireWorking(String tool, ToolRun version) {
        if (version.status() != 0) {
            throw ToolRun.missing(tool, "exit status " + version.status() + " from --version: " + version.firstError());
        }
    }

    private String key(BuildRequest request) {
        Sha256 hash = new Sha256();
        for (String tool : List.of(tools.verilator(), tools.compiler())) {
            ToolRun version = version(tool);
            requireWorking(tool, version);
            hash.add(tool, version.output());
        }
        hash.add("flags", String.join(" ", verilatorFlags(request)));
        hash.add("variables", String.join(" ", makeVariables(request)));
        hash.add("link", String.join(" ", LINK_FLAGS) + String.join(" ", LIBRARIES) + EXPORTS);
        hash.add("wrapper", request.wrapper());
        for (VerilogSource source : request.sources()) {
            hash.add(source.name(), source.text());
        }
        return request.top() + "-" + hash.hex().substring(0, 32);
    }
}
