package org.fabricast.compiler.estimate.machine;

/** Something that acts at the times it is called for. */
interface Unit {

    /** Does what can be done at {@code now}, and asks the calendar for the next time. Being called too often does no harm. */
    void act(long now);
}
