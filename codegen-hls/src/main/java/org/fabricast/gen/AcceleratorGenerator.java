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
import org.fabricast.rtl.front.FabricastTop;

/**
 * The whole machine of a configuration as Verilog files, one module each, self-contained. The same configuration gives the
 * same bytes.
 */
public final class AcceleratorGenerator {

    private static final List<String> MEMORY_CELLS =
            List.of("load_unit", "store_unit", "read_arbiter", "ring_buffer", "vector_buffer");

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
        for (Record model : List.of(DataPath.of(config), FabricastTop.of(config))) {
            files.put(TemplateRenderer.templateName(model.getClass()) + ".v", renderer.render(model));
        }
        return new GeneratedRtl(FabricastTop.MODULE, files);
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
