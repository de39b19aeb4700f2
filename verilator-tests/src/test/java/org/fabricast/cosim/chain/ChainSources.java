package org.fabricast.cosim.chain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    /** A chain that instantiates the primitive, with a model of it by the vendor's manual. */
    static List<VerilogSource> instantiated(ChainShape shape) {
        List<VerilogSource> sources = new ArrayList<>();
        for (VerilogSource source : chain(shape)) {
            if (source.name().equals("dsp_slice.v")) {
                sources.add(new VerilogSource(source.name(), "`define FABRICAST_DSP48E2\n" + source.text()));
            } else if (!source.name().equals("dsp48e2_twin.v")) {
                sources.add(source);
            }
        }
        try (InputStream in = ChainSources.class.getResourceAsStream("DSP48E2.v")) {
            if (in == null) {
                throw new IllegalStateException("DSP48E2.v is not on the class path");
            }
            sources.add(new VerilogSource("DSP48E2.v", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    static List<VerilogSource> array(ChainShape shape) {
        List<VerilogSource> sources = new ArrayList<>(chain(shape));
        sources.addAll(RtlSources.cells("delay_line"));
        sources.add(new VerilogSource("sparse_array.v", new TemplateRenderer().render(SparseArray.of(shape))));
        return sources;
    }
}
