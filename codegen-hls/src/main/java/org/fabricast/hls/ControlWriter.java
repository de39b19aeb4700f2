package org.fabricast.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fabricast.ir.kernel.Node;
import org.fabricast.rtl.kernel.Branch;

/**
 * The state machine over blocks, the lane masks that accompany words down a pipeline, and the moments at which streams are
 * read and written.
 *
 * <p>A pipeline spends one cycle on entry (step 0), an interval per word (step 1), and on draining what the last word still
 * needs after its interval (steps 2 …).
 */
final class ControlWriter {

    private final ControlFlow flow;
    private final ValueNames names;
    private final int stepBits;
    private final Set<String> masks = new TreeSet<>();
    private final List<Branch> control = new ArrayList<>();
    private final Map<Integer, List<String>> pulls = new LinkedHashMap<>();
    private final Map<Integer, List<String>> pushes = new LinkedHashMap<>();

    ControlWriter(ControlFlow flow, ValueNames names, int stepBits) {
        this.flow = flow;
        this.names = names;
        this.stepBits = stepBits;
    }

    /** Registers of the masks, in order of their names. */
    Set<String> masks() {
        return masks;
    }

    List<Branch> control() {
        return control;
    }

    /** Condition under which an input stream is read in this cycle. */
    String pull(int stream) {
        return condition(pulls.getOrDefault(stream, List.of()));
    }

    /** Condition under which an output stream is written in this cycle. */
    String push(int stream) {
        return condition(pushes.getOrDefault(stream, List.of()));
    }

    private static String condition(List<String> terms) {
        return terms.isEmpty() ? "1'b0" : terms.stream().collect(Collectors.joining(" || "));
    }

    /** Name of the state of a block. */
    static String state(Block block) {
        return switch (block) {
            case Block.Segment s -> "SEGMENT_" + s.id();
            case Block.Pipeline p -> "LOOP_" + p.id();
            case Block.Enter e -> "ENTER_" + e.id();
            case Block.Latch l -> "LATCH_" + l.id();
            case Block.End e -> "END_" + e.id();
        };
    }

    private String state(int id) {
        return state(flow.blocks().get(id - 1));
    }

    void add(BlockSchedule s) {
        String state = state(s.block());
        List<String> lines = new ArrayList<>();
        switch (s.block()) {
            case Block.Segment segment -> segment(s, segment, lines);
            case Block.Pipeline p -> pipeline(s, p, lines);
            case Block.Enter e -> lines.add("state_q <= (" + names.outside(e.loop().bound()) + " == 32'd0) ? "
                    + state(e.exit()) + " : " + state(e.id() + 1) + ";");
            case Block.Latch l -> lines.add("state_q <= (v" + l.loop().induction() + "_q + 32'd1 == "
                    + names.outside(l.loop().bound()) + ") ? " + state(l.id() + 1) + " : " + state(l.body()) + ";");
            case Block.End e -> {
                return;
            }
        }
        control.add(new Branch(state, lines));
    }

    private void segment(BlockSchedule s, Block.Segment segment, List<String> lines) {
        int last = s.lastCycle();
        if (last == 0) {
            lines.add("state_q <= " + state(segment.id() + 1) + ";");
        } else {
            lines.add("step_q <= step_q + " + Verilog.number(stepBits, 1) + ";");
            leave(segment.id(), last, lines);
        }
        for (int i = 0; i < s.nodes().size(); i++) {
            String now = "(state_q == " + state(segment) + (last == 0 ? "" : " && step_q == "
                    + Verilog.number(stepBits, s.cycle(i))) + ")";
            access(s.nodes().get(i), now);
        }
    }

    private void access(Node node, String when) {
        if (node instanceof Node.Read read) {
            pulls.computeIfAbsent(read.stream(), k -> new ArrayList<>()).add(when);
        } else if (node instanceof Node.Write write) {
            pushes.computeIfAbsent(write.stream(), k -> new ArrayList<>()).add(when);
        }
    }

    private void leave(int id, int step, List<String> lines) {
        lines.add("if (step_q == " + Verilog.number(stepBits, step) + ") begin");
        lines.add("  state_q <= " + state(id + 1) + ";");
        lines.add("  step_q <= " + Verilog.number(stepBits, 0) + ";");
        lines.add("end");
    }

    private void pipeline(BlockSchedule s, Block.Pipeline p, List<String> lines) {
        int drain = s.drain();
        String turn = s.lastPhase();
        String lanes = Verilog.number(32, p.lanes());
        String bound = names.outside(p.loop().bound());
        String last = (turn.isEmpty() ? "" : turn + " && ") + "left_q <= " + lanes + (p.roundWords() == 1 ? "" : " && slot_q == "
                + Verilog.number(PipelineWriter.SLOT_BITS, p.roundWords() - 1));
        lines.add("if (step_q != " + Verilog.number(stepBits, 1) + ") step_q <= step_q + " + Verilog.number(stepBits, 1) + ";");
        if (drain == 0) {
            lines.add("else if (" + last + ") begin");
            lines.add("  state_q <= " + state(p.id() + 1) + ";");
            lines.add("  step_q <= " + Verilog.number(stepBits, 0) + ";");
            lines.add("end");
        } else {
            lines.add("else if (" + last + ") step_q <= " + Verilog.number(stepBits, 2) + ";");
            leave(p.id(), drain + 1, lines);
        }
        for (int lane = 0; lane < p.lanes(); lane++) {
            int deepest = deepestMask(s, lane);
            for (int stage = deepest; stage > 0; stage--) {
                lines.add(mask(lane, stage) + " <= " + ValueNames.mask(lane, stage - 1) + ";");
            }
            if (deepest >= 0) {
                String reach = Verilog.number(32, lane);
                lines.add(mask(lane, 0) + " <= (step_q == " + Verilog.number(stepBits, 0) + ") ? (" + bound + " > " + reach
                        + ") : (" + (turn.isEmpty() ? "" : turn + " && ") + "left_q > " + Verilog.number(32, p.lanes() + lane) + ");");
            }
        }
        for (int i = 0; i < s.nodes().size(); i++) {
            access(s.nodes().get(i), "(state_q == " + state(p) + " && " + ValueNames.mask(0, s.cycle(i)) + ")");
        }
    }

    private String mask(int lane, int stage) {
        String name = ValueNames.mask(lane, stage);
        masks.add(name);
        return name;
    }

    /** Last stage in which the mask of a lane is looked at, -1 if never. */
    private int deepestMask(BlockSchedule s, int lane) {
        int deepest = -1;
        for (int i = 0; i < s.nodes().size(); i++) {
            boolean looked = switch (s.nodes().get(i)) {
                case Node.Read r -> lane == 0;
                case Node.Store st -> true;
                case Node.Write w -> lane == 0 || flow.kernel().outputs().get(w.stream()).lanes();
                case Node.Op o -> false;
                case Node.Load l -> false;
                case Node.SetResult r -> false;
                case Node.Rewind r -> false;
                case Node.Loop l -> false;
            };
            if (looked) {
                deepest = Math.max(deepest, s.cycle(i));
            }
        }
        for (Carry carry : s.carries()) {
            deepest = Math.max(deepest, carry.captured());
        }
        for (int r = 0; r < s.reductions().size(); r++) {
            deepest = Math.max(deepest, s.reductionCycle(r));
        }
        return deepest;
    }
}
