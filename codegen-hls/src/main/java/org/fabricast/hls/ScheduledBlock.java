package org.fabricast.hls;

import java.util.List;
import java.util.Optional;

/**
 * A block of a kernel's schedule, as reports show it.
 *
 * @param name           name of its state in the Verilog
 * @param form           what kind of block it is
 * @param interval       cycles from one word of lanes to the next in a pipeline, 0 for other blocks
 * @param lanes          iterations per word
 * @param roundWords     what the number of words is rounded up to
 * @param depthCycles    cycle of its last event
 * @param operations     in the order of their cycles
 * @param reason         why a pipeline has its interval; empty for other blocks
 */
public record ScheduledBlock(String name, Form form, int interval, int lanes, int roundWords, int depthCycles,
                             List<ScheduledOperation> operations, Optional<IntervalReason> reason) {

    /** Kinds of blocks. */
    public enum Form {
        /** Straight-line code. */
        SEGMENT("straight line"),
        /** A loop whose iterations overlap. */
        PIPELINE("pipelined loop"),
        /** Before the first iteration of a loop whose iterations do not overlap. */
        ENTER("loop entry"),
        /** After an iteration of such a loop. */
        LATCH("loop end"),
        /** Until the outputs have left. */
        END("end");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        /** In words. */
        public String text() {
            return text;
        }
    }

    public ScheduledBlock {
        operations = List.copyOf(operations);
        if ((form == Form.PIPELINE) != reason.isPresent()) {
            throw new IllegalArgumentException("a reason for the interval of a pipeline, and of nothing else: " + name);
        }
    }
}
