package org.fabricast.gen.engine;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.CellLibrary;
import org.fabricast.rtl.FpCell;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.chain.SparseArray;
import org.fabricast.rtl.chain.SparseChain;
import org.fabricast.rtl.engine.ArraySums;
import org.fabricast.rtl.engine.DspArray;
import org.fabricast.rtl.engine.EngineRescale;
import org.fabricast.rtl.engine.EngineRun;
import org.fabricast.rtl.engine.EngineSizes;
import org.fabricast.rtl.engine.MacArray;
import org.fabricast.rtl.engine.MacChain;
import org.fabricast.rtl.engine.SparseDspArray;
import org.fabricast.rtl.engine.WideDspArray;

/** Files of {@code engine_run}, the part of the engine that executes RUN. */
public final class RunGenerator {

    private static final List<String> CELLS = List.of("engine_sequencer", "engine_drain", "accumulator", "scale_store",
            "rescale_lane", "read_memory", "delay_line", FpCell.FP16_TO_FP32.module(), FpCell.FP32_FROM_I32.module(),
            FpCell.FP32_MUL.module(), FpCell.FP32_ADD.module());

    private RunGenerator() {
    }

    /** Verilog text by file name; the top is {@code engine_run}. */
    public static SortedMap<String, String> generate(HardwareConfig config) {
        EngineSizes size = new EngineSizes(config);
        SortedMap<String, String> files = new TreeMap<>();
        TemplateRenderer renderer = new TemplateRenderer();
        Stream<Record> array = size.paired() ? Stream.of(SparseChain.of(size.chain()), SparseArray.of(size.chain()),
                size.sparse() ? SparseDspArray.of(size) : size.wide() ? WideDspArray.of(size) : DspArray.of(size))
                : Stream.of(MacChain.of(size), MacArray.of(size));
        Stream.concat(array, Stream.of(ArraySums.of(size), EngineRescale.of(size), EngineRun.of(size)))
                .forEach(model -> files.put(TemplateRenderer.templateName(model.getClass()) + ".v", renderer.render(model)));
        if (size.paired()) {
            SparseArray.CELLS.forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        }
        if (size.sparse()) {
            SparseDspArray.CELLS.forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        }
        if (size.wide()) {
            WideDspArray.CELLS.forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        }
        CELLS.forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        return files;
    }
}
