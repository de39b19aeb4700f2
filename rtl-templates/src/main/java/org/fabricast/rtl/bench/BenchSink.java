package org.fabricast.rtl.bench;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Takes the words of an output stream, at once or with pauses, and compares every element with the expected one.
 *
 * @param header     what the file says first
 * @param module     name of the module
 * @param name       of the stream
 * @param runRange   range of the number of a run, with a space after it
 * @param lastRun    number of the last run
 * @param range      of an element, with a space after it
 * @param maskRange  of the mask, with a space after it
 * @param maskSlice  bits of the mask in an expected word, as {@code [63:60]}
 * @param wordRange  of an expected word, with a space after it
 * @param lastWord   number of the last word of all runs
 * @param atRange    range of the number of a word, with a space after it
 * @param one        the number 1 as wide as that
 * @param seed       of the pauses: 32 bits that are not zero, as a literal
 * @param laneCount  lanes of a word
 * @param lanes      each of them
 */
public record BenchSink(GeneratedHeader header, String module, String name, String runRange, int lastRun, String range,
                        String maskRange, String maskSlice, String wordRange, int lastWord, String atRange, String one,
                        String seed, int laneCount, List<BenchLane> lanes) {
    public BenchSink {
        lanes = List.copyOf(lanes);
    }
}
