package org.fabricast.cosim.chain;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.cosim.RtlSources;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.chain.ChainShape;
import org.fabricast.rtl.chain.SparseArray;
import org.fabricast.rtl.chain.SparseChain;

/** Verilog of chains and arrays with the cells they use. */
final class ChainSources {

    private ChainSources() {
    }

    static List<VerilogSource> chain(ChainShape shape) {
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells(SparseArray.CELLS.toArray(String[]::new)));
        sources.removeIf(source -> source.name().equals("delay_line.v"));
        sources.add(new VerilogSource("sparse_chain.v", new TemplateRenderer().render(SparseChain.of(shape))));
        return sources;
    }

    static List<VerilogSource> array(ChainShape shape) {
        List<VerilogSource> sources = new ArrayList<>(chain(shape));
        sources.addAll(RtlSources.cells("delay_line"));
        sources.add(new VerilogSource("sparse_array.v", new TemplateRenderer().render(SparseArray.of(shape))));
        return sources;
    }
}
