package org.fabricast.gen;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Verilog of a design: one module per file, in the order of file names.
 *
 * @param top   module at the top
 * @param files text by file name
 */
public record GeneratedRtl(String top, SortedMap<String, String> files) {

    public GeneratedRtl {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        if (!files.containsKey(top + ".v")) {
            throw new IllegalArgumentException("no file of the top module " + top);
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            String module = file.getKey().replaceFirst("\\.v$", "");
            if (!file.getValue().matches("(?s).*\\bmodule\\s+" + module + "\\b.*")) {
                throw new IllegalArgumentException("file " + file.getKey() + " holds no module of its name");
            }
        }
    }
}
