package org.fabricast.rtl.bench;

/**
 * One lane of a word.
 *
 * @param number of the lane
 * @param slice  its bits in a word with a mask before the data, as {@code [31:0]}
 */
public record BenchLane(int number, String slice) { }
