package org.fabricast.driver.verilator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Commands of the tools a build needs.
 *
 * @param verilator Verilator
 * @param compiler  C++ compiler, also the linker
 * @param make      GNU make
 * @param cache     compiler cache, where present
 */
public record Toolchain(String verilator, String compiler, String make, Optional<String> cache) {

    /** Environment variable with another Verilator. */
    public static final String VERILATOR_VARIABLE = "FABRICAST_VERILATOR";
    /** Environment variable with another C++ compiler. */
    public static final String COMPILER_VARIABLE = "FABRICAST_CXX";
    /** Environment variable with another make. */
    public static final String MAKE_VARIABLE = "FABRICAST_MAKE";

    public Toolchain {
        if (verilator.isBlank() || compiler.isBlank() || make.isBlank()) {
            throw new IllegalArgumentException("a tool without a name");
        }
    }

    /** The tools on {@code PATH}, or those that the environment names instead. */
    public static Toolchain of(Map<String, String> environment) {
        return new Toolchain(
                environment.getOrDefault(VERILATOR_VARIABLE, "verilator"),
                environment.getOrDefault(COMPILER_VARIABLE, "g++"),
                environment.getOrDefault(MAKE_VARIABLE, "make"),
                onPath("ccache", environment.getOrDefault("PATH", "")));
    }

    private static Optional<String> onPath(String tool, String path) {
        for (String directory : path.split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, tool))) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }
}
