package org.fabricast.compiler.estimate.machine;

import org.fabricast.ir.isa.Queue;

/** How what one unit does becomes known to another. */
interface Wakes {

    /** Tokens that {@code to} may wait for can be seen from {@code time} on, or an instruction entered its queue. */
    void queue(Queue to, long time);

    /** A queue has room, or a unit has become idle. */
    void sequencer(long time);

    /** Words of a ring are on their way. */
    void engine(long time);

    /** A ring has room. */
    void loads(long time);
}
