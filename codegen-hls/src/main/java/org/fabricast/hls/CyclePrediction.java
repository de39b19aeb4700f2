package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Node;

/**
 * Walks the blocks with given arguments and adds up their cycles, as if no stream ever made the kernel wait.
 *
 * @param flow      blocks
 * @param depths    last cycle of each block
 * @param lastWrite cycle of each block's last write to an output, -1 without one
 * @param intervals cycles between two iterations of each block that is a pipeline, 0 for others
 */
public record CyclePrediction(ControlFlow flow, List<Integer> depths, List<Integer> lastWrite,
                              List<Integer> intervals) {

    /** Cycles from a write until the output queue is seen empty. */
    private static final int QUEUE_CYCLES = 2;

    public CyclePrediction {
        depths = List.copyOf(depths);
        lastWrite = List.copyOf(lastWrite);
        intervals = List.copyOf(intervals);
    }

    static CyclePrediction of(ControlFlow flow, List<BlockSchedule> schedules) {
        List<Integer> depths = new ArrayList<>();
        List<Integer> writes = new ArrayList<>();
        for (BlockSchedule s : schedules) {
            depths.add(s.lastCycle());
            int write = -1;
            for (int i = 0; i < s.nodes().size(); i++) {
                write = s.nodes().get(i) instanceof Node.Write ? Math.max(write, s.cycle(i)) : write;
            }
            writes.add(write);
        }
        return new CyclePrediction(flow, depths, writes,
                schedules.stream().map(s -> s.problem().interval()).toList());
    }

    /** Iterations that are walked one by one; beyond, a prediction would take longer than anybody waits. */
    private static final long MOST_STEPS = 1L << 20;

    /**
     * Cycles from the start pulse to the done pulse; empty when a trip count does not follow from the arguments, or only by
     * walking through more than a million iterations.
     */
    OptionalLong cycles(long... arguments) {
        if (arguments.length != flow.kernel().args().size()) {
            throw new IllegalArgumentException("kernel " + flow.kernel().name() + " takes " + flow.kernel().args().size()
                    + " arguments, not " + arguments.length);
        }
        Map<Integer, Long> known = new HashMap<>(flow.constants());
        for (int i = 0; i < arguments.length; i++) {
            known.put(flow.kernel().args().get(i).value(), arguments[i]);
        }
        return new Walk(known).run();
    }

    private final class Walk {
        private final Map<Integer, Long> known;
        private long now = 1;
        private long written = -1;
        private long steps;

        Walk(Map<Integer, Long> known) {
            this.known = known;
        }

        private OptionalLong value(int id) {
            Long v = known.get(flow.resolve(id));
            return v == null ? OptionalLong.empty() : OptionalLong.of(v);
        }

        OptionalLong run() {
            int at = 1;
            while (true) {
                Block block = flow.blocks().get(at - 1);
                int depth = depths.get(at - 1);
                int write = lastWrite.get(at - 1);
                switch (block) {
                    case Block.Segment s -> {
                        s.nodes().forEach(n -> ScalarEvaluation.evaluate(n, flow, known));
                        written = write < 0 ? written : now + write;
                        now += depth + 1;
                        at++;
                    }
                    case Block.Pipeline p -> {
                        OptionalLong bound = value(p.loop().bound());
                        if (bound.isEmpty()) {
                            return OptionalLong.empty();
                        }
                        long real = (bound.getAsLong() + p.lanes() - 1) / p.lanes();
                        long words = Math.max(1, (real + p.roundWords() - 1) / p.roundWords()) * p.roundWords();
                        int interval = intervals.get(at - 1);
                        written = write < 0 || real == 0 ? written : now + 1 + (real - 1) * interval + write;
                        now += 1 + words * interval + BlockSchedule.drain(depth, interval);
                        if (!iterate(p, bound.getAsLong())) {
                            return OptionalLong.empty();
                        }
                        at++;
                    }
                    case Block.Enter e -> {
                        OptionalLong bound = value(e.loop().bound());
                        if (bound.isEmpty()) {
                            return OptionalLong.empty();
                        }
                        known.put(e.loop().induction(), 0L);
                        e.loop().carried().forEach(c -> move(c.init(), c.phi()));
                        now++;
                        at = bound.getAsLong() == 0 ? e.exit() : at + 1;
                    }
                    case Block.Latch l -> {
                        if (++steps > MOST_STEPS) {
                            return OptionalLong.empty();
                        }
                        long next = known.get(l.loop().induction()) + 1;
                        known.put(l.loop().induction(), next);
                        carry(l.loop());
                        now++;
                        at = next == value(l.loop().bound()).orElseThrow() ? at + 1 : l.body();
                    }
                    case Block.End e -> {
                        return OptionalLong.of(Math.max(now, written < 0 ? 0 : written + QUEUE_CYCLES));
                    }
                }
            }
        }

        /** Scalars that a pipelined loop carries; a later trip count may be one. False if there are too many iterations. */
        private boolean iterate(Block.Pipeline p, long bound) {
            if (p.loop().carried().isEmpty()) {
                return true;
            }
            steps += bound;
            if (steps > MOST_STEPS) {
                return false;
            }
            p.loop().carried().forEach(c -> move(c.init(), c.phi()));
            for (long i = 0; i < bound; i++) {
                known.put(p.loop().induction(), i);
                p.nodes().forEach(n -> ScalarEvaluation.evaluate(n, flow, known));
                carry(p.loop());
            }
            return true;
        }

        private void carry(Node.Loop loop) {
            Map<Integer, Long> before = new HashMap<>(known);
            loop.carried().forEach(c -> {
                Long v = before.get(flow.resolve(c.next()));
                if (v == null) {
                    known.remove(c.phi());
                } else {
                    known.put(c.phi(), v);
                }
            });
        }

        private void move(int from, int to) {
            value(from).ifPresentOrElse(v -> known.put(to, v), () -> known.remove(to));
        }
    }
}
