package org.fabricast.compiler.estimate.queue;

import org.fabricast.ir.isa.Queue;

/**
 * One executed instruction, as its queue sees it.
 *
 * @param queue       that works it off
 * @param waitMask    queues to take a token from before it starts, a mask of {@link Queue#bit()}
 * @param releaseMask queues to give a token to when it ends
 * @param duration    from start to end, in the unit of time of the caller; not negative
 */
public record TimedInstruction(Queue queue, int waitMask, int releaseMask, double duration) {

    private static final int ALL = (1 << Queue.values().length) - 1;

    public TimedInstruction {
        int masks = waitMask | releaseMask;
        if ((masks & ~ALL) != 0 || (masks & queue.bit()) != 0) {
            throw new IllegalArgumentException(queue + ": masks " + waitMask + " and " + releaseMask
                    + " name a queue that does not exist or the instruction's own");
        }
        if (!(duration >= 0) || Double.isInfinite(duration)) {
            throw new IllegalArgumentException(queue + ": duration " + duration);
        }
    }

    /** The same instruction that also releases {@code queues}, a mask. */
    public TimedInstruction releasing(int queues) {
        return new TimedInstruction(queue, waitMask, releaseMask | queues, duration);
    }
}
