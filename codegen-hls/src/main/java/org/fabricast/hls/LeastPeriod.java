package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;

/**
 * The least period at which a kernel has a schedule: what its slowest part takes that no register can divide, be that an
 * operator or the control around the operators.
 *
 * <p>Formula: clock to output + delay + set-up, by {@link DelayModel}. Parts of the control: the enable, which looks at the
 * state, the masks and every stream (four levels of logic); the counter of a pipelined loop, a comparison of 32 bits before two
 * levels; the end of a sequential loop, which adds one, compares, and chooses a state. Errors: F3112.
 *
 * @param kernel  name of the kernel
 * @param part    the slowest part
 * @param delayNs its delay
 */
record LeastPeriod(String kernel, String part, double delayNs) {

    private static final double TOLERANCE_NS = 1e-9;
    private static final int COUNTER_BITS = 32;
    private static final double CARRY_NS = DelayModel.delayNs(OpCode.ADD, COUNTER_BITS, false, 0);
    private static final double CHOICE_NS = 2 * DelayModel.LEVEL_NS;
    private static final double ENABLE_NS = 4 * DelayModel.LEVEL_NS;

    /** Bound of a kernel; of parts that take equally long the first, operators before control. */
    static LeastPeriod of(ControlFlow flow) {
        List<LeastPeriod> parts = new ArrayList<>();
        flow.blocks().forEach(block -> operators(flow, block, parts));
        flow.blocks().forEach(block -> control(flow, block, parts));
        return parts.stream().reduce((a, b) -> b.delayNs > a.delayNs + TOLERANCE_NS ? b : a).orElseThrow();
    }

    private static void operators(ControlFlow flow, Block block, List<LeastPeriod> parts) {
        List<Node> nodes = switch (block) {
            case Block.Segment s -> s.nodes();
            case Block.Pipeline p -> p.nodes();
            case Block.Enter e -> List.of();
            case Block.Latch l -> List.of();
            case Block.End e -> List.of();
        };
        List<Operation> operations = new BlockProblem(flow, block, nodes, HlsOptions.LONGEST_CLOCK_NS, Map.of(), 1).problem()
                .operations();
        for (int i = 0; i < operations.size(); i++) {
            Operation o = operations.get(i);
            parts.add(new LeastPeriod(flow.kernel().name(), o.name() + (i < nodes.size() ? types(flow, nodes.get(i)) : ""),
                    o.delayNs()));
        }
    }

    private static String types(ControlFlow flow, Node node) {
        return node instanceof Node.Op op ? " (" + op.operands().stream().map(v -> flow.type(v) + " %" + v)
                .collect(Collectors.joining(", ")) + " to " + op.type() + ")" : "";
    }

    private static void control(ControlFlow flow, Block block, List<LeastPeriod> parts) {
        String kernel = flow.kernel().name();
        switch (block) {
            case Block.Segment s -> { }
            case Block.Pipeline p -> parts.add(new LeastPeriod(kernel, "the counter of pipelined loop " + ControlWriter.state(p),
                    CARRY_NS + CHOICE_NS));
            case Block.Enter e -> { }
            case Block.Latch l -> parts.add(new LeastPeriod(kernel, "the counter of sequential loop " + ControlWriter.state(l),
                    2 * CARRY_NS + CHOICE_NS));
            case Block.End e -> {
                boolean waits = !flow.kernel().inputs().isEmpty() || !flow.kernel().outputs().isEmpty();
                parts.add(waits ? new LeastPeriod(kernel, "the enable that waits for streams", ENABLE_NS)
                        : new LeastPeriod(kernel, "the choice of the next state", CHOICE_NS));
            }
        }
    }

    /** The bound in nanoseconds. */
    double ns() {
        return DelayModel.leastPeriodNs(delayNs);
    }

    /** Refuses a period below the bound: F3112. */
    void require(double periodNs) {
        if (periodNs < ns() - TOLERANCE_NS) {
            double least = Math.ceil(ns() * 1e3 - TOLERANCE_NS) / 1e3;
            String said = String.format(Locale.ROOT, "%.3f", least);
            throw new FabricastException(ErrorCode.F3112, "kernel " + kernel, String.format(Locale.ROOT,
                    "a period of at least %s ns (%.1f MHz), which %s needs: %.2f ns from a register, %.3f ns in it, %.2f ns set-up", said,
                    1e3 / least, part, DelayModel.CLOCK_TO_OUTPUT_NS, delayNs, DelayModel.SETUP_NS),
                    String.format(Locale.ROOT, "%.3f ns (%.1f MHz)", periodNs, 1e3 / periodNs),
                    "Ask for --clock-ns " + said + " or more, or write the kernel without this part.");
        }
    }
}
