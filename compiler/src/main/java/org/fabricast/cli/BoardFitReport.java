package org.fabricast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.fabricast.board.Board;
import org.fabricast.board.BoardFit;
import org.fabricast.board.CoreEstimate;
import org.fabricast.board.DeviceResources;
import org.fabricast.board.Fact;
import org.fabricast.ir.hw.HardwareConfig;

/** A machine on a board: sizes, memory channels, and resources against those of the device. */
final class BoardFitReport {

    private static final String SOURCES = "DSP slices as Yosys counts them, but of parts marked ~; all other figures estimated";

    private BoardFitReport() {
    }

    static void print(Console console, ObjectNode node, Board board, BoardFit.Choice choice) {
        BoardFit fit = board.fit().orElseThrow();
        HardwareConfig config = choice.config();
        DeviceResources all = choice.all();
        double clock = ((Number) board.facts().stream().filter(f -> f.name().equals("clockMHz")).map(Fact::value).findFirst()
                .orElseThrow()).doubleValue();
        String bound = choice.memoryBound() ? "memory" : "array";
        console.line("  machine   %d cores of %d x %d products, %d lanes, %d results rescaled per cycle, %.0f MHz", choice.cores(),
                config.array(), config.array(), config.lanes(), config.resultLanes(), clock);
        console.line("  memory    %d channels per core, ports of %d bits, %.2f bytes per cycle and core", choice.channels(),
                8 * config.busBytes(), choice.channels() * fit.memory().bytesPerCycle());
        console.line("  decode    at %s bits and groups of %d memory gives a core %.0f weights per cycle, it multiplies %.0f: bound by %s",
                fit.goal().weightBits(), fit.goal().group(), choice.wanted(), choice.done(), bound);
        ObjectNode machine = node.putObject("machine").put("cores", choice.cores()).put("channels_per_core", choice.channels())
                .put("array", config.array()).put("lanes", config.lanes()).put("result_lanes", config.resultLanes())
                .put("port_bits", 8 * config.busBytes()).put("clock_mhz", clock)
                .put("bytes_per_cycle_and_core", choice.channels() * fit.memory().bytesPerCycle())
                .put("weights_given", choice.wanted()).put("weights_multiplied", choice.done()).put("bound", bound)
                .put("margin", fit.margin()).put("resources_are", SOURCES);
        console.line("  resources %s", SOURCES);
        console.line("    %-30s %9s %10s %11s %8s %8s", "", "DSP", "LUT", "FF", "BRAM36", "URAM288");
        ArrayNode parts = machine.putArray("core");
        for (CoreEstimate.Part part : choice.core().parts()) {
            String name = part.instances() == 1 ? part.name() : String.format(Locale.ROOT, "%s x %,d", part.name(), part.instances());
            line(console, part.counted() ? name : name + " ~", part.all());
            fill(parts.addObject().put("part", part.name()).put("instances", part.instances())
                    .put("dsp_counted", part.counted()), part.all());
        }
        line(console, "core", choice.core().total());
        line(console, choice.cores() + " cores", all);
        line(console, "device", fit.device());
        console.line("    %-30s %8.1f%% %9.1f%% %10.1f%% %7.1f%% %7.1f%%", "share", percent(all.dsp(), fit.device().dsp()),
                percent(all.lut(), fit.device().lut()), percent(all.ff(), fit.device().ff()),
                percent(all.bram36(), fit.device().bram36()), percent(all.uram288(), fit.device().uram288()));
        fill(machine.putObject("core_total"), choice.core().total());
        fill(machine.putObject("total"), all);
        fill(machine.putObject("device"), fit.device());
    }

    private static void line(Console console, String name, DeviceResources r) {
        console.line("    %-30s %,9d %,10d %,11d %,8d %,8d", name, r.dsp(), r.lut(), r.ff(), r.bram36(), r.uram288());
    }

    private static void fill(ObjectNode node, DeviceResources r) {
        node.put("dsp", r.dsp()).put("lut", r.lut()).put("ff", r.ff()).put("bram36", r.bram36()).put("uram288", r.uram288());
    }

    private static double percent(long need, long have) {
        return have == 0 ? 0 : 100.0 * need / have;
    }
}
