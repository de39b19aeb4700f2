package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;

import org.fabricast.compiler.calibrate.InputMoments;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;

class SparsifierTest {

    private static SparsifyOptions options(SparsityTarget target, Criterion criterion, boolean force, int bits) {
        return new SparsifyOptions(target, criterion, IndexSharing.ROW, false, force, bits, 64);
    }

    private static SparsityTarget fixed(String pattern) {
        return new SparsityTarget.Fixed(NmPattern.parse(pattern, "test"));
    }

    private static LayerMatrix random(String name, int rows, int cols, double deviation, long seed) {
        Random random = new Random(seed);
        float[] weights = new float[rows * cols];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (deviation * random.nextGaussian());
        }
        return new LayerMatrix(name, new BlockGrid(rows, cols), weights, moments(cols, random));
    }

    private static InputMoments moments(int cols, Random random) {
        InputMoments moments = new InputMoments(cols);
        for (int t = 0; t < 20; t++) {
            float[] x = new float[cols];
            for (int c = 0; c < cols; c++) {
                x[c] = (float) random.nextGaussian();
            }
            moments.add(x);
        }
        return moments;
    }

    @Test
    void theActivationAwareScoreKeepsSmallWeightsOfLoudInputs() {
        // Weights 1, 2, …, 16; the first input is 20 times as loud as the others: scores 20, 2, 3, …, 16.
        float[] weights = new float[16];
        float[] x = new float[16];
        for (int c = 0; c < 16; c++) {
            weights[c] = c + 1;
            x[c] = c == 0 ? 20 : 1;
        }
        InputMoments moments = new InputMoments(16);
        moments.add(x);
        LayerMatrix layer = new LayerMatrix("w", new BlockGrid(1, 16), weights, moments);
        SparseLayer wanda = Sparsifier.sparsify(List.of(layer), options(fixed("2:16"), Criterion.WANDA, true, 8)).getFirst();
        SparseLayer magnitude =
                Sparsifier.sparsify(List.of(layer), options(fixed("2:16"), Criterion.MAGNITUDE, true, 8)).getFirst();
        assertThat(wanda.weights()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16);
        assertThat(magnitude.weights()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 16);
        // One token: output 20 + (2 + … + 16) = 155; kept 20 + 16 and 15 + 16.
        assertThat(wanda.report().error()).isCloseTo((155 - 36) / 155.0, within(1e-12));
        assertThat(magnitude.report().error()).isCloseTo((155 - 31) / 155.0, within(1e-12));
    }

    @Test
    void aLayerThatSparsityWouldNotMakeSmallerStaysDenseUnlessForced() {
        // One block at 3 bits: dense three units of 32 bytes and one of scales; 8:16 has scales, descriptors, bitmaps, two of values.
        LayerMatrix layer = random("narrow", 4, 12, 1, 5);
        SparseLayer dense = Sparsifier.sparsify(List.of(layer), options(fixed("8:16"), Criterion.WANDA, false, 3)).getFirst();
        assertThat(dense.report().state()).isEqualTo(LayerReport.State.DENSE);
        assertThat(dense.report().bytes().total()).isEqualTo(5 * 32);
        assertThat(dense.report().denseBytes()).isEqualTo(4 * 32).isEqualTo(dense.report().storedBytes());
        assertThat(dense.report().density()).isEqualTo(1);
        assertThat(dense.weights()).isEqualTo(layer.weights());

        SparseLayer forced = Sparsifier.sparsify(List.of(layer), options(fixed("8:16"), Criterion.WANDA, true, 3)).getFirst();
        assertThat(forced.report().state()).isEqualTo(LayerReport.State.FORCED);
        assertThat(forced.report().storedBytes()).isEqualTo(160);
        assertThat(forced.report().density()).isEqualTo(8 / 12.0);
        assertThat(forced.weights()).isNotEqualTo(layer.weights());

        // At 8 bits: dense two ring words of eight units, sparse seven units.
        assertThat(Sparsifier.sparsify(List.of(layer), options(fixed("8:16"), Criterion.WANDA, false, 8)).getFirst().report()
                .state()).isEqualTo(LayerReport.State.SPARSE);
    }

    @Test
    void theDensityOfALayerIsMetFromBelowAndLosesLessThanThePatternOfThatDensity() {
        Random random = new Random(9);
        float[] weights = new float[64 * 96];
        for (int i = 0; i < weights.length; i++) {
            // Blocks of very different size.
            int block = i / 96 / 16 * 6 + i % 96 / 16;
            weights[i] = (float) (random.nextGaussian() * Math.pow(2, block % 5));
        }
        LayerMatrix layer = new LayerMatrix("w", new BlockGrid(64, 96), weights, moments(96, random));
        LayerReport chosen = Sparsifier.sparsify(List.of(layer), options(
                new SparsityTarget.Blockwise(0.25, SparsityTarget.Scope.LAYER), Criterion.WANDA, false, 8)).getFirst().report();
        LayerReport uniform =
                Sparsifier.sparsify(List.of(layer), options(fixed("4:16"), Criterion.WANDA, false, 8)).getFirst().report();
        assertThat(chosen.density()).isLessThanOrEqualTo(0.25).isGreaterThan(0.25 - 256.0 / 6144);
        assertThat(chosen.error()).isLessThan(0.7 * uniform.error());
        assertThat(BlockIndex.PER_ROW.stream().mapToInt(chosen::blocks).sum()).isEqualTo(24);
        assertThat(chosen.blocks(BlockIndex.NONE) + chosen.blocks(BlockIndex.LIST) + chosen.blocks(BlockIndex.BITMAP))
                .isEqualTo(24);
    }

    @Test
    void overAModelLayersOfAnyScaleCompareByWhatTheyLose() {
        // The same matrix twice, once a thousand times as large: both keep the same.
        LayerMatrix small = random("small", 48, 48, 1, 1);
        LayerMatrix large = new LayerMatrix("large", small.grid(), scaled(small.weights(), 1024), small.inputs());
        List<SparseLayer> layers = Sparsifier.sparsify(List.of(small, large),
                options(new SparsityTarget.Blockwise(0.4, SparsityTarget.Scope.MODEL), Criterion.WANDA, false, 8));
        double both = layers.stream().mapToDouble(layer -> layer.report().density()).sum() / 2;
        assertThat(both).isLessThanOrEqualTo(0.4).isGreaterThan(0.37);
        assertThat(layers.get(0).report().density()).isCloseTo(layers.get(1).report().density(), within(256.0 / 2304));
    }

    private static float[] scaled(float[] weights, float by) {
        float[] scaled = weights.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= by;
        }
        return scaled;
    }

    @Test
    void aDensityThatLeavesALayerWithoutAWeightIsRefusedForEveryLayerAtOnce() {
        // 32 × 32: two of 16 in 16 rows of one block are 32 of 1024 weights.
        assertThatExceptionOfType(FabricastException.class).isThrownBy(() -> Sparsifier.sparsify(
                List.of(random("a", 32, 32, 1, 1), random("b", 32, 32, 1, 2)),
                options(new SparsityTarget.Blockwise(0.03, SparsityTarget.Scope.LAYER), Criterion.MAGNITUDE, false, 8)))
                .satisfies(e -> {
                    assertThat(e.diagnostics()).hasSize(2).allMatch(d -> d.code() == ErrorCode.F1009);
                    assertThat(e.getMessage()).contains("layer a", "layer b", "at least 0.03125");
                });
    }

    @Test
    void aLayerOfZerosHasNothingToChoose() {
        LayerMatrix zeros = new LayerMatrix("zeros", new BlockGrid(16, 16), new float[256], new InputMoments(16));
        LayerReport report = Sparsifier.sparsify(List.of(zeros),
                options(new SparsityTarget.Blockwise(0.5, SparsityTarget.Scope.LAYER), Criterion.WANDA, false, 8)).getFirst().report();
        assertThat(report.error()).isZero();
        assertThat(report.mask().kept()).isZero();
    }
}
