package org.fabricast.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Text of the hand-written cells: resource {@code org/fabricast/rtl/cells/<module>.v}, one module per file. */
public final class CellLibrary {

    private static final String IDENTIFIER = "[a-z][a-z0-9_]*";

    private CellLibrary() {
    }

    /** Name of the file that holds {@code module}. */
    public static String fileName(String module) {
        if (!module.matches(IDENTIFIER)) {
            throw new IllegalArgumentException("not the name of a cell: " + module);
        }
        return module + ".v";
    }

    /**
     * Verilog text of one cell.
     *
     * @throws IllegalArgumentException when there is no such cell
     */
    public static String verilog(String module) {
        String resource = "cells/" + fileName(module);
        try (InputStream in = CellLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no cell " + module + " (resource " + resource + ")");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
