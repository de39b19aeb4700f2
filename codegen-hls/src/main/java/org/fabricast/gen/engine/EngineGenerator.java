package org.fabricast.gen.engine;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.rtl.CellLibrary;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.engine.Engine;
import org.fabricast.rtl.engine.EngineLoad;
import org.fabricast.rtl.engine.EngineSizes;

/**
 * The dense {@code dsp-chain} engine of a configuration: module {@code engine}, ports as in {@code rtl-interfaces.md}.
 *
 * <p>Rounding: as in {@code numerics.md}; the bits do not depend on the sizes. Cost: one ring word per vector and cycle,
 * one more cycle per scale word.
 */
public final class EngineGenerator {

    private static final List<String> CELLS = List.of("engine_dispatch", "group_counter", "weight_expander", "vector_reader",
            "stream_fifo", "quantised_packer");

    private EngineGenerator() {
    }

    /** Verilog text by file name, self-contained. */
    public static SortedMap<String, String> generate(HardwareConfig config) {
        KernelHardware quantise = KernelHls.generate(KernelLibrary.get("quantise"), HlsOptions.lanes(config.lanes()));
        EngineSizes size = new EngineSizes(config);
        SortedMap<String, String> files = RunGenerator.generate(config);
        TemplateRenderer renderer = new TemplateRenderer();
        Stream.of(EngineLoad.of(size, passes(quantise.kernel())), Engine.of(size))
                .forEach(model -> files.put(TemplateRenderer.templateName(model.getClass()) + ".v", renderer.render(model)));
        Stream.concat(CELLS.stream(), quantise.cells().stream())
                .forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        files.put(quantise.module() + ".v", quantise.verilog());
        return files;
    }

    /** Times the quantiser reads values and factors: both alike, because it reads them in step. */
    private static int passes(Kernel quantise) {
        List<Integer> passes = quantise.inputs().stream().map(Kernel.Stream::passes).distinct().toList();
        if (passes.size() != 1) {
            throw new IllegalArgumentException("values and factors must be read alike, not " + passes + " times");
        }
        return passes.getFirst();
    }
}
