package org.fabricast.rtl.bench;

import java.util.List;

/**
 * How the bench connects a source or a sink.
 *
 * @param module module of the source or sink
 * @param name   of the stream
 * @param range  of an element, with a space after it
 * @param mask   range of the mask, with a space after it
 * @param lanes  numbers of the lanes
 */
public record BenchStream(String module, String name, String range, String mask, List<Integer> lanes) {
    public BenchStream {
        lanes = List.copyOf(lanes);
    }
}
