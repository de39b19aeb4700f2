package org.fabricast.gen;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.CellLibrary;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.front.Control;
import org.fabricast.rtl.front.FrontEnd;
import org.fabricast.rtl.front.InstructionDecoder;

/** Modules of the front end: control, fetch, sequencer, queues. */
public final class FrontEndGenerator {

    private static final List<String> CELLS = List.of("axi_lite_slave", "run_control", "token_memory",
            "performance_counter", "instruction_fetch", "sequencer", "sequencer_alu", "register_file", "loop_stack",
            "token_counters", "instruction_queue");

    private FrontEndGenerator() {
    }

    /** All modules that {@code front_end} needs, itself included. */
    public static GeneratedRtl generate(HardwareConfig config) {
        TemplateRenderer renderer = new TemplateRenderer();
        SortedMap<String, String> files = new TreeMap<>();
        for (String cell : CELLS) {
            files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell));
        }
        if (config.divided()) {
            files.put(CellLibrary.fileName("core_barrier"), CellLibrary.verilog("core_barrier"));
        }
        for (Record model : List.of(Control.of(config), InstructionDecoder.of(config), FrontEnd.of(config))) {
            files.put(TemplateRenderer.templateName(model.getClass()) + ".v", renderer.render(model));
        }
        return new GeneratedRtl("front_end", files);
    }
}
