package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainTest {

    /** Five cycles to the first step, four steps, results may be added to six cycles after a start, eleven to the end. */
    private final Drain drain = new Drain(new UnitTimings(5, 4, 6, 11, 2));

    @Test
    void rowBlocksAreRescaledOneAfterAnother() {
        drain.add(100, true, 8, 0);
        assertThat(drain.done()).isEqualTo(108 + 11);
        // Issued two cycles later, but the first takes until 108.
        drain.add(102, true, 8, 0);
        assertThat(drain.done()).isEqualTo(112 + 11);
        // Two places: the third may be issued when the first is rescaled.
        assertThat(drain.free()).isEqualTo(109);
        assertThat(drain.bankFree(0)).isEqualTo(113);
        assertThat(drain.bankFree(1)).isZero();
    }

    @Test
    void whatIsAddedToMustHaveLanded() {
        drain.add(100, true, 1, 0);
        // The same rows again: seven cycles from start to start, not four.
        drain.add(101, false, 1, 1);
        assertThat(drain.done()).isEqualTo(105 + 7 + 3 + 11);
    }
}
