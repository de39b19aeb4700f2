package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.diag.FabricastException;
import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;
import org.junit.jupiter.api.Test;

class RunWalkTest {

    private static final int ARRAY = 8;

    private static final UnitTimings TIMINGS = new UnitTimings(5, 1, 6, 11, 64);

    private final Drain drain = new Drain(TIMINGS);

    /** Words that are all there from cycle 0 on. */
    private static WordSource words(int count) {
        Ring ring = new Ring(1024 * 64, 64, 64);
        ring.reserve(count);
        ring.append(count, new MemoryPort.Answer(0, 0, 0));
        return WordSource.of(ring);
    }

    @Test
    void aWordPerCycleAndOneMoreForScales() {
        // 32 rows are one tile of four blocks; 24 inputs in groups of 16 are two words and one: 2 scales + 4 · 3 words.
        RunShape shape = new RunShape(ARRAY, 32, 24, 16, true, false);
        assertThat(shape.ringWords()).isEqualTo(14);
        RunWalk walk = RunWalk.of(shape, 1, words(14), drain, 50, 0);
        assertThat(walk.advance()).isTrue();
        assertThat(walk.end()).isEqualTo(64);
        assertThat(walk.issued()).isEqualTo(12);
        assertThat(walk.starved()).isZero();
    }

    @Test
    void vectorsShareAWord() {
        RunShape shape = new RunShape(ARRAY, 8, 16, 16, false, true);
        RunWalk walk = RunWalk.of(shape, 3, words(2), drain, 50, 0);
        assertThat(walk.advance()).isTrue();
        assertThat(walk.end()).isEqualTo(56);
        assertThat(walk.issued()).isEqualTo(6);
    }

    @Test
    void itStopsAtAWordNobodyAskedForAndGoesOn() {
        Ring ring = new Ring(1024 * 64, 64, 64);
        ring.reserve(2);
        ring.append(1, new MemoryPort.Answer(0, 60, 1));
        RunWalk walk = RunWalk.of(new RunShape(ARRAY, 8, 16, 16, false, false), 1, WordSource.of(ring), drain, 50, 0);
        assertThat(walk.advance()).isFalse();
        ring.append(1, new MemoryPort.Answer(0, 70, 1));
        assertThat(walk.advance()).isTrue();
        // Shown at 62 and at 72: twelve cycles missing from 50 on, nine from 63 on.
        assertThat(walk.starved()).isEqualTo(12 + 9);
        assertThat(walk.end()).isEqualTo(73);
    }

    /** One tile and group of two words: scales, descriptors, and per word positions and values, all there. */
    private static RunWalk halfOfTheWeights(int vectors) {
        RunShape shape = new RunShape(16, 16, 64, 64, true, false, 4, BlockPattern.EIGHT_OF_16.code());
        RunWalk walk = RunWalk.of(shape, vectors, words(6), new Drain(TIMINGS), 50, 0);
        assertThat(walk.advance()).isTrue();
        assertThat(walk.starved()).isZero();
        return walk;
    }

    @Test
    void aSparseWordTakesTwoCycles() {
        // Pieces in 50, 51, 52 and 53, the next positions beside the odd rows in 54; values in 55, their odd rows in 56.
        assertThat(halfOfTheWeights(1).end()).isEqualTo(57);
        assertThat(halfOfTheWeights(1).issued()).isEqualTo(2);
    }

    @Test
    void twoVectorsShareTheTwoCyclesAndTheSecondHasItsSumOneLater() {
        assertThat(halfOfTheWeights(2).end()).isEqualTo(58);
        // The third goes alone: two more cycles per word.
        assertThat(halfOfTheWeights(3).end()).isEqualTo(61);
    }

    @Test
    void blocksThatDifferAreRefused() {
        RunShape shape = new RunShape(16, 16, 64, 64, true, false, 4, RunShape.ANY_PATTERN);
        assertThatThrownBy(() -> RunWalk.of(shape, 1, words(6), drain, 50, 0)).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F1006").hasMessageContaining("density");
    }
}
