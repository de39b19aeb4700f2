package org.fabricast.ir.isa.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * The program runs to its end on queues and rings of the configured sizes (F3323).
 *
 * <p>Model: the sequencer dispatches in order into queues of {@code queueDepth}, the instruction at work included; a head
 * starts when its tokens are there; a load fills its ring as room appears and is done when all bytes are in; a run takes
 * whole words as they come. Such a network reaches the same end in every timing, except for the engine, which works for
 * one of its two queues at a time: both preferences are tried, each taking the engine as early as it can.
 */
final class DeadlockCheck {

    private static final Queue[] QUEUES = Queue.values();

    private final List<Step> steps;
    private final HardwareConfig config;
    private final List<Queue> order;
    private final Map<Queue, Deque<Step>> waiting = new EnumMap<>(Queue.class);
    /** Bytes still to move of the head that is at work. */
    private final Map<Queue, Long> atWork = new EnumMap<>(Queue.class);
    private final int[][] tokens = new int[QUEUES.length][QUEUES.length];
    private final long[] level = new long[2];
    private int next;

    private DeadlockCheck(List<Step> steps, HardwareConfig config, Queue preferred) {
        this.steps = steps;
        this.config = config;
        this.order = new ArrayList<>(List.of(preferred, preferred == Queue.MV ? Queue.MM : Queue.MV));
        for (Queue queue : QUEUES) {
            waiting.put(queue, new ArrayDeque<>());
            if (queue != Queue.SYS && !order.contains(queue)) {
                order.add(queue);
            }
        }
    }

    static List<Diagnostic> check(List<Step> steps, HardwareConfig config) {
        for (Queue preferred : List.of(Queue.MV, Queue.MM)) {
            List<Diagnostic> findings = new DeadlockCheck(steps, config, preferred).run();
            if (!findings.isEmpty()) {
                return findings;
            }
        }
        return List.of();
    }

    private List<Diagnostic> run() {
        boolean moved = true;
        while (moved) {
            moved = dispatch();
            for (Queue queue : order) {
                while (work(queue)) {
                    moved = true;
                }
            }
        }
        return next == steps.size() && allIdle() ? List.of() : blocked();
    }

    private boolean dispatch() {
        boolean moved = false;
        while (next < steps.size()) {
            Step step = steps.get(next);
            Opcode opcode = step.operands().opcode();
            if (step.queue() != Queue.SYS) {
                if (waiting.get(step.queue()).size() == config.queueDepth()) {
                    return moved;
                }
                waiting.get(step.queue()).add(step);
            } else {
                boolean drains = opcode == Opcode.SYS_BARRIER || opcode == Opcode.SYS_HALT;
                if (missing(step).isPresent() || drains && !allIdle()) {
                    return moved;
                }
                take(step);
                give(step);
            }
            next++;
            moved = true;
        }
        return moved;
    }

    private boolean allIdle() {
        return waiting.values().stream().allMatch(Deque::isEmpty);
    }

    /** Lets a queue's head start or go on; false if nothing moved. */
    private boolean work(Queue queue) {
        Step head = waiting.get(queue).peek();
        if (head == null) {
            return false;
        }
        boolean moved = false;
        int ring = RingCheck.ring(head.operands());
        if (!atWork.containsKey(queue)) {
            if (missing(head).isPresent() || engineIsTaken(queue)) {
                return false;
            }
            take(head);
            atWork.put(queue, head.ringBytes());
            moved = true;
        }
        long left = atWork.get(queue);
        if (left > 0) {
            long amount = queue == Queue.LD ? Math.min(left, capacity(ring) - level[ring])
                    : Math.min(left, level[ring] / config.wordBytes() * config.wordBytes());
            level[ring] += queue == Queue.LD ? amount : -amount;
            atWork.put(queue, left - amount);
            moved |= amount > 0;
        }
        if (atWork.get(queue) == 0) {
            atWork.remove(queue);
            waiting.get(queue).poll();
            give(head);
            moved = true;
        }
        return moved;
    }

    private boolean engineIsTaken(Queue queue) {
        return queue == Queue.MV && atWork.containsKey(Queue.MM) || queue == Queue.MM && atWork.containsKey(Queue.MV);
    }

    private long capacity(int ring) {
        return ring == 0 ? config.weightRingBytes() : config.kvRingBytes();
    }

    private Optional<Queue> missing(Step step) {
        for (Queue queue : QUEUES) {
            if (step.waitsFor(queue) && tokens[queue.ordinal()][step.queue().ordinal()] == 0) {
                return Optional.of(queue);
            }
        }
        return Optional.empty();
    }

    private void take(Step step) {
        for (Queue queue : QUEUES) {
            if (step.waitsFor(queue)) {
                tokens[queue.ordinal()][step.queue().ordinal()]--;
            }
        }
    }

    private void give(Step step) {
        for (Queue queue : QUEUES) {
            if (step.releases(queue)) {
                tokens[step.queue().ordinal()][queue.ordinal()]++;
            }
        }
    }

    private List<Diagnostic> blocked() {
        List<Diagnostic> findings = new ArrayList<>();
        for (Queue queue : order) {
            Step head = waiting.get(queue).peek();
            if (head != null) {
                findings.add(new Diagnostic(ErrorCode.F3323, "queue " + queue + " at " + head.text(),
                        "every instruction to be done", reason(queue, head), ""));
            }
        }
        if (next < steps.size()) {
            Step step = steps.get(next);
            String reason = step.queue() != Queue.SYS ? "queue " + step.queue() + " is full"
                    : missing(step).map(q -> "it waits for a token of " + q).orElse("it waits for all queues");
            findings.add(new Diagnostic(ErrorCode.F3323, "sequencer at " + step.text(), "every instruction to be done",
                    reason, ""));
        }
        return findings;
    }

    private String reason(Queue queue, Step head) {
        if (!atWork.containsKey(queue)) {
            return missing(head).map(q -> "it waits for a token of " + q).orElse("the engine works for the other queue");
        }
        int ring = RingCheck.ring(head.operands());
        return queue == Queue.LD ? "ring " + ring + " is full, " + atWork.get(queue) + " bytes are still to load"
                : "ring " + ring + " is empty, " + atWork.get(queue) + " bytes are still needed";
    }
}
