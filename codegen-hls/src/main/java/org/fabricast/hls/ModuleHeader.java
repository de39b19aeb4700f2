package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fabricast.ir.kernel.Kernel;

/**
 * What the header of a module says of its schedule: how long each block takes, at which rate it iterates. What runs in which
 * cycle is said by {@link org.fabricast.hls.report.ScheduleText}.
 */
record ModuleHeader(ControlFlow flow, List<BlockSchedule> schedules, Binding binding, HlsOptions options) {

    ModuleHeader {
        schedules = List.copyOf(schedules);
    }

    /** Lines for the header of the Verilog file. */
    List<String> parameters() {
        return List.of("lanes = " + options.lanes(), String.format(Locale.ROOT, "clock = %.3f ns", options.clockNs()),
                "units = " + units());
    }

    /** What the module computes and how long it takes. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        Kernel k = flow.kernel();
        lines.add("Kernel " + k.name() + ": inputs (" + streams(k.inputs()) + "), outputs (" + streams(k.outputs()) + "), arguments ("
                + k.args().stream().map(a -> a.type() + " " + a.name()).collect(Collectors.joining(", ")) + ").");
        schedules.forEach(s -> lines.add(blockLine(s)));
        lines.add("Reset clears the state, the lane masks and the fill of the stream registers, no data.");
        return lines;
    }

    private static String streams(List<Kernel.Stream> streams) {
        return streams.stream().map(s -> s.type() + " " + s.name()).collect(Collectors.joining(", "));
    }

    private String units() {
        return binding.units().isEmpty() ? "none" : new TreeMap<>(binding.units()).entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().module()).collect(Collectors.joining(", "));
    }

    private static String blockLine(BlockSchedule s) {
        String state = ControlWriter.state(s.block());
        return switch (s.block()) {
            case Block.Segment g -> state + ": straight line, " + (s.lastCycle() + 1) + " cycles";
            case Block.Pipeline p -> state + ": initiation interval " + s.problem().interval() + ", "
                    + (p.lanes() == 1 ? "1 iteration" : p.lanes() + " iterations") + " per word, latency " + s.lastCycle() + ", words rounded up to a multiple of " + p.roundWords();
            case Block.Enter e -> state + ": sequential loop, 1 cycle, then per iteration the blocks to "
                    + "its latch";
            case Block.Latch l -> state + ": 1 cycle per iteration";
            case Block.End e -> state + ": until the outputs have left";
        };
    }
}
