package org.fabricast.rtl.kernel;

import java.util.List;

/**
 * One-word register at an input stream.
 *
 * @param name  of the stream
 * @param lanes numbers of its lanes
 */
public record InputWord(String name, List<Integer> lanes) {
    public InputWord {
        lanes = List.copyOf(lanes);
    }
}
