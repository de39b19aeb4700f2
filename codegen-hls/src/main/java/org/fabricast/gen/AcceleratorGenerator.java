package org.fabricast.gen;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fabricast.gen.engine.EngineGenerator;
import org.fabricast.gen.sfu.SpecialFunctionUnitGenerator;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.CellLibrary;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.front.DataPath;
import org.fabricast.rtl.front.FabricastCores;
import org.fabricast.rtl.front.FabricastTop;

/**
 * The whole machine of a configuration as Verilog files, one module each, self-contained. The same configuration gives the
 * same bytes.
 */
public final class AcceleratorGenerator {

    private static final List<String> MEMORY_CELLS =
            List.of("load_unit", "store_unit", "read_arbiter", "ring_buffer", "vector_buffer");

    private static final List<String> JOINING_CELLS =
            List.of("joined_store_unit", "core_link", "axi_lite_switch", "vector_reader", "stream_fifo");

    private AcceleratorGenerator() {
    }

    /** Verilog of {@code config}. */
    public static GeneratedRtl generate(HardwareConfig config) {
        TemplateRenderer renderer = new TemplateRenderer();
        SortedMap<String, String> files = new TreeMap<>();
        merge(files, FrontEndGenerator.generate(config).files());
        merge(files, EngineGenerator.generate(config.withCores(1)));
        merge(files, SpecialFunctionUnitGenerator.generate(config.withCores(1)));
        for (String cell : MEMORY_CELLS) {
            files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell));
        }
        if (config.resultLanes() != config.lanes()) {
            files.put(CellLibrary.fileName("wide_result_buffer"), CellLibrary.verilog("wide_result_buffer"));
        }
        files.put("data_path.v", renderer.render(DataPath.of(config.withCores(1))));
        FabricastTop core = FabricastTop.of(config);
        files.put(core.module() + ".v", renderer.render(core));
        if (!config.divided()) {
            return new GeneratedRtl(FabricastTop.MODULE, files);
        }
        for (String cell : JOINING_CELLS) {
            files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell));
        }
        files.put(FabricastCores.MODULE + ".v", renderer.render(FabricastCores.of(config)));
        return new GeneratedRtl(FabricastCores.MODULE, files);
    }

    /** Units may share modules, but a name has one text. */
    private static void merge(SortedMap<String, String> files, SortedMap<String, String> more) {
        more.forEach((name, text) -> {
            String before = files.put(name, text);
            if (before != null && !before.equals(text)) {
                throw new IllegalStateException("two modules in " + name);
            }
        });
    }
}
