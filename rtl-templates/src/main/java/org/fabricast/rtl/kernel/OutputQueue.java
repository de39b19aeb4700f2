package org.fabricast.rtl.kernel;

import java.util.List;

/**
 * Queue of two words at an output stream, written by turns.
 *
 * @param name  of the stream
 * @param lanes numbers of its lanes
 * @param word  true when a word has a mask bit per lane, false when it is one element that is always there
 */
public record OutputQueue(String name, List<Integer> lanes, boolean word) {
    public OutputQueue {
        lanes = List.copyOf(lanes);
    }
}
