package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.StreamRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beats in, words out. */
class RingBufferTest {

    private static UnitSetup setup(int beatBits, int wordBeats, int words) {
        return UnitSetup.of("ring_buffer", RtlSources.cells("ring_buffer"), List.of(Port.in("clk", 1), Port.in("rst", 1),
                        Port.in("s_beat_valid", 1), Port.out("s_beat_ready", 1), Port.in("s_beat_data", beatBits),
                        Port.out("m_word_valid", 1), Port.in("m_word_ready", 1), Port.out("m_word_data", beatBits * wordBeats),
                        Port.out("level", 16)))
                .withParameter("BEAT_BITS", beatBits).withParameter("WORD_BEATS_LOG2", log2(wordBeats))
                .withParameter("WORDS_LOG2", log2(words));
    }

    private static int log2(int value) {
        return Integer.numberOfTrailingZeros(value);
    }

    /** Random beats of a multiple of 64 bits. */
    private static long[][] beats(int count, int bits, long seed) {
        Random random = new Random(seed);
        long[][] beats = new long[count][];
        for (int i = 0; i < count; i++) {
            beats[i] = Bits.junk(bits, random);
        }
        return beats;
    }

    private static long[][] words(long[][] beats, int wordBeats) {
        int slots = beats[0].length;
        long[][] words = new long[beats.length / wordBeats][slots * wordBeats];
        for (int i = 0; i < words.length * wordBeats; i++) {
            System.arraycopy(beats[i], 0, words[i / wordBeats], i % wordBeats * slots, slots);
        }
        return words;
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 4", "128, 4, 16", "512, 4, 4", "64, 2, 2"})
    void wordsAreBeatsInOrderWhateverThePausesTwiceWithoutReset(int beatBits, int wordBeats, int words) {
        try (UnitSimulator unit = setup(beatBits, wordBeats, words).open()) {
            unit.reset();
            double[][] pauses = {{0, 0}, {0.6, 0}, {0, 0.6}, {0.5, 0.5}, {0, 0.95}};
            for (int i = 0; i < pauses.length; i++) {
                long[][] beats = beats(wordBeats * words * 5, beatBits, i);
                unit.source("s_beat", beats, pauses[i][0]).sink("m_word", beats.length / wordBeats, pauses[i][1]);
                unit.run(20_000).stream("m_word").mustBe(words(beats, wordBeats));
                assertThat(unit.peek("level")).isZero();
            }
        }
    }

    @Test
    void holdsItsCapacityAndThenGivesAWordInEveryCycle() {
        int wordBeats = 4;
        int words = 16;
        try (UnitSimulator unit = setup(128, wordBeats, words).open()) {
            unit.reset();
            long[][] beats = beats(wordBeats * words + 1, 128, 1);
            for (int i = 0; i < beats.length; i++) {
                unit.poke("s_beat_valid", 1).poke("s_beat_data", beats[i]);
                assertThat(unit.peek("s_beat_ready")).as("beat %d", i).isEqualTo(i < wordBeats * words ? 1 : 0);
                assertThat(unit.peek("level")).isEqualTo(i / wordBeats);
                unit.tick();
            }
            unit.poke("s_beat_valid", 0);
            unit.sink("m_word", words, 0);
            StreamRecord record = unit.run(100).stream("m_word");
            record.mustBe(words(beats, wordBeats));
            assertThat(record.cycles()[words - 1] - record.cycles()[0]).isEqualTo(words - 1);
        }
    }

    @Test
    void aWordShowsTwoCyclesAfterItsLastBeatAndBeatsFlowWithoutAPause() {
        try (UnitSimulator unit = setup(64, 1, 4).open()) {
            unit.reset();
            unit.source("s_beat", beats(100, 64, 1), 0).sink("m_word", 100, 0);
            var run = unit.run(1000);
            long[] in = run.stream("s_beat").cycles();
            long[] out = run.stream("m_word").cycles();
            for (int i = 0; i < 100; i++) {
                assertThat(in[i] - in[0]).isEqualTo(i);
                assertThat(out[i] - in[i]).isEqualTo(2);
            }
        }
    }

    @Test
    void resetDropsWordsAndTheBeginningOfAWord() {
        try (UnitSimulator unit = setup(128, 4, 16).open()) {
            unit.reset();
            unit.source("s_beat", beats(6, 128, 1), 0);
            unit.run(100);
            assertThat(unit.peek("level")).isEqualTo(1);
            unit.pulse("rst").tick();
            assertThat(unit.peek("level") + unit.peek("m_word_valid")).isZero();
            long[][] beats = beats(8, 128, 2);
            unit.source("s_beat", beats, 0).sink("m_word", 2, 0);
            unit.run(100).stream("m_word").mustBe(words(beats, 4));
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 1, 4", "32, 32, 2", "512, 4, 512"})
    void lintIsSilent(int beatBits, int wordBeats, int words) {
        RtlLint.mustBeSilent("ring_buffer", CellShapes.withDefaults(RtlSources.cells("ring_buffer"),
                setup(beatBits, 1, words).withParameter("WORD_BEATS_LOG2", log2(wordBeats)).parameters()));
    }
}
