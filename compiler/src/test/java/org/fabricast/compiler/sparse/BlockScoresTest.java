package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockScoresTest {

    /** Column c of row r scores (c · 5 mod 17) + 100 r: of 16 columns all scores differ. */
    private static double[] scores(int rows, int cols) {
        double[] scores = new double[rows * cols];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i % cols * 5 % 17 + 100 * (i / cols);
        }
        return scores;
    }

    private static int set(int... columns) {
        int set = 0;
        for (int c : columns) {
            set |= 1 << c;
        }
        return set;
    }

    @Test
    void theBestOfSixteenAreTaken() {
        // c · 5 mod 17 for c = 0..15: 0 5 10 15 3 8 13 1 6 11 16 4 9 14 2 7
        BlockScores scores = new BlockScores(new BlockGrid(1, 16), IndexSharing.ROW, scores(1, 16));
        assertThat(scores.best(0, 0, 2, 16) & 0xffff).isEqualTo(set(10, 3));
        assertThat(scores.best(0, 0, 4, 16) & 0xffff).isEqualTo(set(10, 3, 13, 6));
        assertThat(scores.best(0, 0, 0, 16) & 0xffff).isZero();
        assertThat(scores.best(0, 0, 16, 16) & 0xffff).isEqualTo(0xffff);
    }

    @Test
    void ofEveryFourTheBestAreTaken() {
        // Fours: 0 5 10 15 | 3 8 13 1 | 6 11 16 4 | 9 14 2 7
        BlockScores scores = new BlockScores(new BlockGrid(1, 16), IndexSharing.ROW, scores(1, 16));
        assertThat(scores.best(0, 0, 8, 4) & 0xffff).isEqualTo(set(2, 3, 5, 6, 9, 10, 12, 13));
        assertThat(scores.best(0, 0, 4, 4) & 0xffff).isEqualTo(set(3, 6, 10, 13));
    }

    @Test
    void equalScoresAreTakenFromTheLeft() {
        BlockScores scores = new BlockScores(new BlockGrid(1, 16), IndexSharing.ROW, new double[16]);
        assertThat(scores.best(0, 0, 4, 16) & 0xffff).isEqualTo(set(0, 1, 2, 3));
    }

    @Test
    void aPairOfRowsTakesWhatBothTogetherNeed() {
        double[] values = new double[3 * 16];
        values[2] = 10;
        values[5] = 7;
        values[16 + 5] = 7;
        values[16 + 9] = 6;
        values[32 + 1] = 1;
        values[32 + 15] = 2;
        BlockScores pairs = new BlockScores(new BlockGrid(3, 16), IndexSharing.PAIR, values);
        // Sums: column 2 has 10, 5 has 14, 9 has 6.
        assertThat(pairs.best(0, 0, 2, 16) & 0xffff).isEqualTo(set(2, 5));
        assertThat(pairs.best(1, 0, 2, 16) & 0xffff).isEqualTo(set(2, 5));
        // The third row is alone.
        assertThat(pairs.best(2, 0, 2, 16) & 0xffff).isEqualTo(set(1, 15));
    }

    @Test
    void columnsBehindTheMatrixAreTakenLast() {
        // 20 columns: the second block has 4, all of score 0.
        BlockScores scores = new BlockScores(new BlockGrid(1, 20), IndexSharing.ROW, new double[20]);
        assertThat(scores.best(0, 1, 2, 16) & 0xffff).isEqualTo(set(0, 1));
        assertThat(scores.best(0, 1, 8, 16) & 0xffff).isEqualTo(set(0, 1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void aCurveCountsWhatIsStoredAndWhatItIsWorth() {
        // 2 rows of 12 columns. Row 0: 0 5 10 15 3 8 13 1 6 11 16 4, row 1 the same plus 100.
        DensityAllocator.Curve curve =
                new BlockScores(new BlockGrid(2, 12), IndexSharing.ROW, scores(2, 12)).curve(0, 0);
        assertThat(curve.cost()).containsExactly(0, 4, 8, 16, 24);
        // Best two: 16 + 15, twice, plus 200; best four: + 13 + 11; best eight: + 10 + 8 + 6 + 5; all: + 4 + 3 + 1 + 0.
        assertThat(curve.gain()).containsExactly(0, 2 * 31 + 200, 2 * 55 + 400, 2 * 84 + 800, 2 * 92 + 1200);
    }

    @Test
    void theMaskHoldsTheBestSetsOfEveryBlock() {
        BlockScores scores = new BlockScores(new BlockGrid(17, 20), IndexSharing.ROW, scores(17, 20));
        SparseMask mask = scores.mask(new byte[] {2, 16, 0, 8}, 16);
        assertThat(mask.set(0, 0)).isEqualTo(set(10, 3));
        assertThat(mask.set(16, 0)).isZero();
        // 16 rows of 2 and of 4 real columns, one row of 0 and of 4.
        assertThat(mask.kept()).isEqualTo(16 * 2 + 16 * 4 + 4);
    }
}
