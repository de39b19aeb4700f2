package org.fabricast.compiler.estimate.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.isa.Queue;

/**
 * Runs a stream of instructions on in-order queues with a token FIFO from every queue to every other.
 *
 * <p>An instruction starts as early as it can: {@code start = max(end of the one before it in its queue, time of each token that
 * it takes)}; {@code end = start + duration}; at its end it puts a token with that time into the FIFO of each queue that it
 * releases. The k-th wait of a queue for another takes the k-th token of the other for it.
 *
 * <p>A FIFO has one writer and one reader, and both are in order, so which token an instruction takes does not depend on the
 * order in which ready instructions are looked at (a Kahn network). Therefore no calendar of events is kept: an instruction is
 * evaluated as soon as its tokens exist, and only those that still lack one are held. A stream whose waits follow their releases
 * is simulated in constant memory.
 *
 * <p>Queues and FIFOs have no depth here and dispatch takes no time.
 *
 * <p>Source: the profiler of FlightLLM's artefact works by these rules, evaluated earliest start first; what an instruction costs is
 * not part of them.
 *
 * <p>Cost: a fraction of a microsecond per instruction.
 */
public final class QueueSimulation {

    private static final Queue[] QUEUES = Queue.values();

    private final List<Deque<TimedInstruction>> pending = new ArrayList<>();
    /** Times of tokens not yet taken, at [from · queues + to]. */
    private final List<Deque<Double>> tokens = new ArrayList<>();
    private final double[] free = new double[QUEUES.length];
    private final double[] busy = new double[QUEUES.length];
    private final long[] done = new long[QUEUES.length];

    /** A machine at rest at time 0. */
    public QueueSimulation() {
        for (int i = 0; i < QUEUES.length; i++) {
            pending.add(new ArrayDeque<>());
        }
        for (int i = 0; i < QUEUES.length * QUEUES.length; i++) {
            tokens.add(new ArrayDeque<>());
        }
    }

    /** Puts the next instruction of the program at the end of its queue. */
    public void accept(TimedInstruction instruction) {
        pending.get(instruction.queue().ordinal()).add(instruction);
        int toLookAt = instruction.queue().bit();
        while (toLookAt != 0) {
            int queue = Integer.numberOfTrailingZeros(toLookAt);
            toLookAt &= toLookAt - 1;
            toLookAt |= advance(queue);
        }
    }

    /**
     * What happened, after the last instruction.
     *
     * <p>Errors: an instruction that waits for a token which never came, or a token that nobody took, is a bug of whoever made
     * the stream: {@code IllegalStateException} with all of them.
     */
    public QueueProfile finish() {
        List<String> wrong = new ArrayList<>();
        for (Queue queue : QUEUES) {
            Deque<TimedInstruction> left = pending.get(queue.ordinal());
            if (!left.isEmpty()) {
                wrong.add(queue + " is blocked after " + done[queue.ordinal()] + " instructions, waiting for "
                        + missing(left.element()) + ", with " + left.size() + " left");
            }
            for (Queue other : QUEUES) {
                int unused = tokens(queue.ordinal(), other.ordinal()).size();
                if (unused > 0 && pending.get(other.ordinal()).isEmpty()) {
                    wrong.add(unused + " tokens from " + queue + " to " + other + " are never taken");
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
        Map<Queue, QueueUse> uses = new EnumMap<>(Queue.class);
        double end = 0;
        for (Queue queue : QUEUES) {
            uses.put(queue, new QueueUse(done[queue.ordinal()], busy[queue.ordinal()]));
            end = Math.max(end, free[queue.ordinal()]);
        }
        return new QueueProfile(uses, end);
    }

    /** Works off what {@code queue} can start; the queues that may start something because of it, as a mask. */
    private int advance(int queue) {
        Deque<TimedInstruction> waiting = pending.get(queue);
        int released = 0;
        while (!waiting.isEmpty() && ready(waiting.element())) {
            TimedInstruction next = waiting.remove();
            double start = free[queue];
            for (int mask = next.waitMask(); mask != 0; mask &= mask - 1) {
                start = Math.max(start, tokens(Integer.numberOfTrailingZeros(mask), queue).remove());
            }
            double end = start + next.duration();
            for (int mask = next.releaseMask(); mask != 0; mask &= mask - 1) {
                tokens(queue, Integer.numberOfTrailingZeros(mask)).add(end);
            }
            free[queue] = end;
            busy[queue] += next.duration();
            done[queue]++;
            released |= next.releaseMask();
        }
        return released;
    }

    private boolean ready(TimedInstruction instruction) {
        for (int mask = instruction.waitMask(); mask != 0; mask &= mask - 1) {
            if (tokens(Integer.numberOfTrailingZeros(mask), instruction.queue().ordinal()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private List<Queue> missing(TimedInstruction instruction) {
        List<Queue> missing = new ArrayList<>();
        for (Queue from : QUEUES) {
            if ((instruction.waitMask() & from.bit()) != 0
                    && tokens(from.ordinal(), instruction.queue().ordinal()).isEmpty()) {
                missing.add(from);
            }
        }
        return missing;
    }

    private Deque<Double> tokens(int from, int to) {
        return tokens.get(from * QUEUES.length + to);
    }
}
