package org.fabricast.rtl.bench;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Sends the words of an input stream, run after run, at once or with pauses.
 *
 * @param header    what the file says first
 * @param module    name of the module
 * @param name      of the stream
 * @param runRange  range of the number of a run, with a space after it
 * @param lastRun   number of the last run
 * @param range     of an element, with a space after it
 * @param wordRange of a word, with a space after it
 * @param lastWord  number of the last word of all runs
 * @param atRange   range of the number of a word, with a space after it
 * @param one       the number 1 as wide as that
 * @param seed      of the pauses: 32 bits that are not zero, as a literal
 * @param lanes     lanes of a word
 */
public record BenchSource(GeneratedHeader header, String module, String name, String runRange, int lastRun, String range,
                          String wordRange, int lastWord, String atRange, String one, String seed, List<BenchLane> lanes) {
    public BenchSource {
        lanes = List.copyOf(lanes);
    }
}
