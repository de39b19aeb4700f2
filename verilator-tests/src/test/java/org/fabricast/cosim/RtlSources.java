package org.fabricast.cosim;

import java.util.Arrays;
import java.util.List;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.rtl.CellLibrary;

/** Verilog of the hand-written cells, as sources of a build. */
public final class RtlSources {

    private RtlSources() {
    }

    /** The cells of these names, one file each. */
    public static List<VerilogSource> cells(String... modules) {
        return Arrays.stream(modules)
                .map(module -> new VerilogSource(CellLibrary.fileName(module), CellLibrary.verilog(module)))
                .toList();
    }
}
