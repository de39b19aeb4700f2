package org.fabricast.hls;

/**
 * Why a pipelined loop has the interval it has.
 *
 * @param interval cycles from one iteration, or word of lanes, to the next
 * @param bound    what its ports and recurrences need at least
 * @param cause    the port or recurrence that needs it; empty when that is 1
 * @param asked    whether the source asks for the interval
 * @param least    whether it is proved that no smaller interval has a schedule
 */
public record IntervalReason(int interval, int bound, String cause, boolean asked, boolean least) {

    public IntervalReason {
        if (bound < 1 || interval < bound || cause.isEmpty() != (bound == 1)) {
            throw new IllegalArgumentException("interval " + interval + " with a bound of " + bound + " by " + cause);
        }
    }

    /** In words, to follow "interval N: ". */
    public String text() {
        String needs = bound == 1 ? "nothing needs more than 1" : cause + " needs " + bound;
        if (asked) {
            return "asked for; " + needs;
        } else if (interval == bound) {
            return needs;
        }
        return needs + (least ? "; its units and ports leave no schedule below " + interval
                : "; " + interval + " is the first at which a schedule was found");
    }
}
