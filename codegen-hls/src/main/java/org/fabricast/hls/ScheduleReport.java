package org.fabricast.hls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.rtl.FpCell;

/** The schedule in words: what runs in which cycle on which unit, how long each block takes, at which rate it iterates. */
record ScheduleReport(ControlFlow flow, List<BlockSchedule> schedules, Binding binding, HlsOptions options) {

    ScheduleReport {
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
            case Block.Pipeline p -> state + ": initiation interval " + s.problem().interval() + ", " + p.lanes() + " iterations per cycle, latency "
                    + s.lastCycle() + ", words rounded up to a multiple of " + p.roundWords();
            case Block.Enter e -> state + ": sequential loop, 1 cycle, then per iteration the blocks to "
                    + "its latch";
            case Block.Latch l -> state + ": 1 cycle per iteration";
            case Block.End e -> state + ": until the outputs have left";
        };
    }

    /** The whole report. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("kernel ").append(flow.kernel().name()).append('\n');
        parameters().forEach(line -> text.append("  ").append(line).append('\n'));
        for (BlockSchedule s : schedules) {
            text.append('\n').append(blockLine(s)).append('\n');
            IntStream.range(0, s.problem().operations().size()).boxed()
                    .sorted(Comparator.<Integer>comparingInt(s::cycle).thenComparing(i -> i))
                    .forEach(i -> text.append(operation(s, i)));
        }
        return text.toString();
    }

    private String operation(BlockSchedule s, int i) {
        Operation o = s.problem().operations().get(i);
        String unit = o.resource() instanceof Resource.Unit(FpCell cell)
                ? " on " + ValueNames.unit(cell, binding.unit(s.block().id(), i, 0)) : "";
        return String.format(Locale.ROOT, "  %4d  %-18s ready in %4d, settled at %.2f ns%s%n", s.cycle(i), o.name(),
                s.cycle(i) + o.latencyCycles(), s.schedule().finishNs().get(i), unit).replace("\r", "");
    }
}
