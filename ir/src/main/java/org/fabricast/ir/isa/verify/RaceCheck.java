package org.fabricast.ir.isa.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * Every two conflicting accesses of different queues are ordered (F3321).
 *
 * <p>Vector clocks: for each queue, the latest instruction of every other queue that is certainly done when the queue's next
 * instruction starts. The order comes from tokens (the k-th wait of a pair follows the k-th release, both sides being in
 * order), from the order inside a queue, from the sequencer, which dispatches an instruction after it has executed every
 * SYS instruction before it, and from barriers. Inside one queue the unit itself keeps the order.
 */
final class RaceCheck {

    private static final Queue[] QUEUES = Queue.values();
    private static final int MOST_FINDINGS = 20;

    /** An access, and the number of its instruction in its queue. */
    private record Past(Access access, Step step, int number) { }

    private final int array;
    private final int[][] known = new int[QUEUES.length][QUEUES.length];
    private final int[] count = new int[QUEUES.length];
    private final List<List<Deque<int[]>>> tokens = new ArrayList<>();
    /** Accesses since the last barrier by queue, in order. */
    private final Map<Space, Map<Queue, List<Past>>> past = new EnumMap<>(Space.class);
    private final List<Diagnostic> findings = new ArrayList<>();
    private final Set<Long> reported = new HashSet<>();

    private RaceCheck(int array) {
        this.array = array;
        for (int[] row : known) {
            Arrays.fill(row, -1);
        }
        for (Queue from : QUEUES) {
            List<Deque<int[]>> row = new ArrayList<>();
            for (Queue to : QUEUES) {
                row.add(new ArrayDeque<>());
            }
            tokens.add(row);
        }
        for (Space space : Space.values()) {
            Map<Queue, List<Past>> queues = new EnumMap<>(Queue.class);
            for (Queue queue : QUEUES) {
                queues.put(queue, new ArrayList<>());
            }
            past.put(space, queues);
        }
    }

    static List<Diagnostic> check(List<Step> steps, int array) {
        RaceCheck check = new RaceCheck(array);
        steps.forEach(check::step);
        return check.findings;
    }

    private void step(Step step) {
        int own = step.queue().ordinal();
        int[] mine = known[own];
        merge(mine, known[Queue.SYS.ordinal()]);
        for (Queue queue : QUEUES) {
            if (step.waitsFor(queue)) {
                Deque<int[]> given = tokens.get(queue.ordinal()).get(own);
                if (!given.isEmpty()) {
                    merge(mine, given.poll());
                }
            }
        }
        Opcode opcode = step.operands().opcode();
        if (opcode == Opcode.SYS_BARRIER || opcode == Opcode.SYS_HALT) {
            for (int q = 0; q < QUEUES.length; q++) {
                mine[q] = count[q] - 1;
            }
            past.values().forEach(queues -> queues.values().forEach(List::clear));
        }
        int number = count[own]++;
        for (Access access : Accesses.of(step.operands(), array)) {
            check(step, access, mine);
            past.get(access.space()).get(step.queue()).add(new Past(access, step, number));
        }
        mine[own] = number;
        for (Queue queue : QUEUES) {
            if (step.releases(queue)) {
                tokens.get(own).get(queue.ordinal()).add(mine.clone());
            }
        }
    }

    private static void merge(int[] into, int[] from) {
        for (int q = 0; q < into.length; q++) {
            into[q] = Math.max(into[q], from[q]);
        }
    }

    private void check(Step step, Access access, int[] mine) {
        past.get(access.space()).forEach((queue, earlier) -> {
            if (queue != step.queue()) {
                // Newest first: what stands before an access that is known to be done is done as well.
                for (int i = earlier.size() - 1; i >= 0 && earlier.get(i).number() > mine[queue.ordinal()]; i--) {
                    check(step, access, earlier.get(i));
                }
            }
        });
    }

    private void check(Step step, Access access, Past other) {
        if (access.conflicts(other.access()) && findings.size() < MOST_FINDINGS
                && reported.add((long) other.step().index() << 32 | step.index())) {
            findings.add(new Diagnostic(ErrorCode.F3321, step.text(), "a token or another order after "
                    + other.step().text(), "none, while the earlier " + other.access() + " and the later " + access,
                    "release " + step.queue() + " in the earlier, wait for " + other.step().queue() + " in the later"));
        }
    }
}
