package org.fabricast.hls;

import java.util.List;

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
 */
public record ScheduledBlock(String name, Form form, int interval, int lanes, int roundWords, int depthCycles,
                             List<ScheduledOperation> operations) {

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
    }
}
