package org.fabricast.compiler.estimate.machine;

import java.util.ArrayDeque;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;

/**
 * In-order queue of one unit with its part of the scoreboard: what {@code instruction_queue.v} does, by times.
 *
 * <p>The head is offered to the unit {@link UnitTimings#ENTRY_TO_OFFER} cycles after its entry, the cycle after the one before it
 * was taken, and not before its tokens can be seen.
 */
final class InstructionQueue {

    /** An instruction with its operands, the step it belongs to and the cycle it entered the queue. */
    record Entry(Operands operands, int step, long entered) { }

    private final Queue queue;
    private final int capacity;
    private final Tokens tokens;
    private final Wakes wakes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final ArrayDeque<Entry> open = new ArrayDeque<>();
    private final ArrayDeque<Long> taken = new ArrayDeque<>();
    private final ArrayDeque<Long> freed = new ArrayDeque<>();
    private long lastIssue = -1;
    private long lastDone = -1;
    private long busy;
    private int pending;
    /** Since when the unit has had a place for one more. */
    private long placeSince;

    /**
     * An empty queue.
     *
     * @param depth instructions behind the head's own register
     */
    InstructionQueue(Queue queue, int depth, Tokens tokens, Wakes wakes) {
        this.queue = queue;
        this.capacity = depth + 1;
        this.tokens = tokens;
        this.wakes = wakes;
    }

    Queue queue() {
        return queue;
    }

    boolean full() {
        return entries.size() >= capacity;
    }

    void push(Operands operands, int step, long now) {
        entries.add(new Entry(operands, step, now));
        wakes.queue(queue, now);
    }

    /** The instruction at the head; there is one. */
    Entry head() {
        return entries.element();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Earliest cycle in which the head is offered; {@link Calendar#NEVER} while that depends on what has not happened. */
    long offered(long now) {
        if (entries.isEmpty()) {
            return Calendar.NEVER;
        }
        Entry head = entries.element();
        long time = Math.max(head.entered() + UnitTimings.ENTRY_TO_OFFER, lastIssue + 1);
        long satisfied = tokens.satisfied(queue, head.operands().instruction().waitMask());
        if (pending == UnitTimings.PENDING && !freed.isEmpty()) {
            placeSince = freed.remove();
            pending--;
        }
        time = Math.max(time, placeSince);
        return satisfied == Calendar.NEVER || pending == UnitTimings.PENDING ? Calendar.NEVER
                : Math.max(Math.max(time, satisfied), now);
    }

    /** The unit takes the head. */
    Entry issue(long now) {
        Entry head = entries.remove();
        tokens.take(queue, head.operands().instruction().waitMask());
        open.add(head);
        taken.add(now);
        pending++;
        lastIssue = now;
        wakes.sequencer(now + 1);
        return head;
    }

    /** The oldest instruction in the unit is done in the cycle {@code time}: its tokens are given. */
    void done(long time) {
        Entry entry = open.remove();
        freed.add(time + 1);
        busy += time - Math.max(taken.remove(), lastDone);
        lastDone = time;
        int release = entry.operands().instruction().releaseMask();
        tokens.give(queue, release, time);
        wakes.queue(queue, time + 1);
        wakes.sequencer(time + 1);
        for (Queue to : Queue.values()) {
            if ((release & to.bit()) != 0) {
                wakes.queue(to, time + 1);
            }
        }
    }

    /** Cycles in which the unit had an instruction of this queue. */
    long busyCycles() {
        return busy;
    }

    /** When nothing is left here or in the unit; {@link Calendar#NEVER} while that is not known. */
    long drained() {
        return entries.isEmpty() && open.isEmpty() ? lastDone + 1 : Calendar.NEVER;
    }
}
