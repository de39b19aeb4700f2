package org.fabricast.driver.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Verilog file, self-contained (nothing is included).
 *
 * @param name file name without directories, ending in {@code .v}
 * @param text contents
 */
public record VerilogSource(String name, String text) {

    public VerilogSource {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*\\.v")) {
            throw new IllegalArgumentException("not the name of a Verilog file: " + name);
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
    }

    /** The file at {@code path}. */
    public static VerilogSource read(Path path) {
        try {
            return new VerilogSource(path.getFileName().toString(), Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
