package org.fabricast.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.assign.CalibrationSequences;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.sparse.Criterion;
import org.fabricast.compiler.sparse.IndexSharing;
import org.fabricast.compiler.sparse.SparsityTarget;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.HardwareConfig.Products;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.IndexForm;
import org.fabricast.ir.image.WeightTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiled without some of its weights a model computes, bit for bit, what the same weights in dense streams give. */
class SparseModelTest {

    private static final int[] TOKENS = {1, 7, 3, 9, 4, 1, 8};
    private static final CalibrationSequences TEXT = new CalibrationSequences("test", List.of(List.of(1, 5, 3, 8, 9, 2, 4, 6, 7, 10)));
    private static final HardwareConfig CONFIG = HardwareConfig.sim256().with(Products.SPARSE_DSP48E2);

    /** Gate and up meet within a block, and so do their rests of columns; Q, K and V do too. */
    private static LlamaShape shape() {
        LlamaShape s = SmallModel.shape(RotaryStyle.INTERLEAVED, 8, 40);
        return new LlamaShape(56, 88, 3, s.heads(), s.kvHeads(), s.headDim(), s.vocab(), s.context(), s.eps(), s.theta(), s.ropeStyle(),
                s.scaling(), s.tied());
    }

    private static CompileOptions options(int group, WeightPlan plan) {
        return new CompileOptions(CONFIG, new BoardFacts("test", 64, 16), group, new WeightChoice.Given(plan));
    }

    private static SparsityChoice choice(String text, boolean force) {
        return new SparsityChoice(SparsityTarget.parse(text, SparsityTarget.Scope.LAYER, "test"), Criterion.WANDA, IndexSharing.ROW, true,
                force, Optional.of(TEXT));
    }

    /** Bits of every matrix differ, or are the same. */
    private static WeightPlan plan(int bits) {
        WeightPlan plan = WeightPlan.uniform(bits == 0 ? 3 : bits, 3);
        for (int i = 0; i < 13 && bits == 0; i++) {
            plan = plan.with(i, WeightPlan.CHOICES.get((i * 3 + i / 4) % 5));
        }
        return plan;
    }

    @ParameterizedTest
    @CsvSource({"8:16, 64, 0", "8:16, 128, 8", "2:4, 64, 3", "1:4, 32, 4", "4:16, 128, 5", "2:16, 64, 6", "16:16, 64, 4", "0.5, 64, 0",
        "0.3, 128, 8", "0.4, 16, 3"})
    void everyLogitHasTheBitsOfTheSameWeightsStoredDense(String sparsity, int group, int bits) {
        Graph graph = SmallModel.random(shape(), 5);
        CompiledModel sparse = ModelCompiler.compile(graph, options(group, plan(bits)).with(choice(sparsity, true)));
        CompiledModel dense = ModelCompiler.compile(sparse.fused().graph(), options(group, plan(bits)));
        assertThat(sparse.matrices()).filteredOn(m -> m.index() == IndexForm.NONE).extracting(WeightTensor::name)
                .containsExactly("classifier");
        assertThat(sparse.matrices().subList(0, 12)).extracting(WeightTensor::index).contains(form(sparsity));
        assertThat(dense.matrices()).extracting(WeightTensor::index).containsOnly(IndexForm.NONE);
        assertThat(logits(sparse)).isEqualTo(logits(dense));
        assertThat(logits(sparse)).isNotEqualTo(logits(ModelCompiler.compile(graph, options(group, plan(bits == 3 ? 4 : 3)))));
    }

    private static IndexForm form(String text) {
        return List.of(IndexForm.values()).stream().filter(f -> f.text().equals(text)).findFirst().orElse(IndexForm.BLOCKS);
    }

    private static List<Integer> logits(CompiledModel model) {
        FunctionalMachine machine = new FunctionalMachine(model);
        machine.run(TOKENS, 0, -1, 2, 0);
        List<Integer> bits = new ArrayList<>();
        for (int step = 0; step < TOKENS.length; step++) {
            for (float logit : machine.logits(step)) {
                bits.add(Float.floatToRawIntBits(logit));
            }
        }
        assertThat(bits.stream().distinct().count()).isGreaterThan(TOKENS.length);
        return bits;
    }

    /** A layer of zeros, and layers that a density treats differently: patterns and sizes differ from layer to layer. */
    @Test
    void layersOfDifferentPatternsAreFoundByTheProgram() {
        Graph graph = SmallModel.random(shape(), 6);
        SparsityChoice choice = new SparsityChoice(new SparsityTarget.Blockwise(0.45, SparsityTarget.Scope.MODEL), Criterion.WANDA,
                IndexSharing.ROW, false, false, Optional.of(TEXT));
        CompiledModel sparse = ModelCompiler.compile(graph, options(64, plan(4)).with(choice));
        assertThat(sparse.image().layout().layersAlike()).isFalse();
        assertThat(logits(sparse)).isEqualTo(logits(ModelCompiler.compile(sparse.fused().graph(), options(64, plan(4)))));
    }

    @Test
    void shapesAloneGiveTheSizesOfAPattern() {
        for (String pattern : List.of("8:16", "2:4", "16:16")) {
            CompileOptions options = options(64, plan(0)).with(choice(pattern, false));
            CompiledModel shapes = ModelCompiler.compile(SmallModel.shapes(shape()), options);
            CompiledModel weights = ModelCompiler.compile(SmallModel.random(shape(), 1), options);
            assertThat(shapes.image().table()).isEqualTo(weights.image().table());
            assertThat(shapes.program()).isEqualTo(weights.program());
            assertThat(shapes.costs()).as(pattern).isEqualTo(weights.costs());
            assertThat(shapes.image().sparse().isEmpty()).isEqualTo(pattern.equals("16:16"));
        }
    }

    @Test
    void shapesAloneGiveADensityTheProgramOfBlocksThatDiffer() {
        CompiledModel shapes = ModelCompiler.compile(SmallModel.shapes(shape()), options(128, plan(4)).with(choice("0.4", false)));
        assertThat(shapes.matrices().getFirst().index()).isEqualTo(IndexForm.BLOCKS);
        assertThat(shapes.image().sparse().values()).allSatisfy(facts -> {
            double all = shapes.matrices().stream().mapToDouble(m -> (double) m.rows() * m.cols()).sum();
            assertThat(facts.stored() / all).isLessThan(0.4);
        });
    }

    @Test
    void severalCoresHaveStreamsOfOneLength() {
        Graph graph = SmallModel.random(shape(), 7);
        CompileOptions two = options(64, plan(0)).on(CONFIG.withCores(2));
        for (String pattern : List.of("8:16", "2:4")) {
            CompiledModel model = ModelCompiler.compile(graph, two.with(choice(pattern, false)));
            assertThat(model.matrices()).filteredOn(m -> m.index() == form(pattern)).hasSizeGreaterThan(20);
            CompiledModel shapes = ModelCompiler.compile(SmallModel.shapes(shape()), two.with(choice(pattern, false)));
            assertThat(shapes.image().table()).isEqualTo(model.image().table());
            assertThat(shapes.costs()).isEqualTo(model.costs());
        }
        assertThatThrownBy(() -> ModelCompiler.compile(graph, two.with(choice("0.5", false)))).isInstanceOf(FabricastException.class)
                .hasMessageContaining("2 cores").hasMessageContaining("F4002");
    }

    @Test
    void whatWouldNotBeSmallerStaysDense() {
        Graph graph = SmallModel.random(shape(), 5);
        CompiledModel model = ModelCompiler.compile(graph, options(64, plan(4)).with(choice("16:16", false)));
        assertThat(model.matrices()).extracting(WeightTensor::index).containsOnly(IndexForm.NONE);
        assertThat(model.image().bytes()).isEqualTo(ModelCompiler.compile(graph, options(64, plan(4))).image().bytes());
        assertThat(model.program()).isEqualTo(ModelCompiler.compile(graph, options(64, plan(4))).program());
    }

    @Test
    void aMachineOrGroupThatCannotIsNamed() {
        Graph shapes = SmallModel.shapes(shape());
        CompileOptions small = new CompileOptions(HardwareConfig.sim64(), new BoardFacts("test", 64, 16), 64, WeightChoice.INT8)
                .with(choice("8:16", false));
        assertThatThrownBy(() -> ModelCompiler.compile(shapes, small)).isInstanceOfSatisfying(FabricastException.class, e -> {
            assertThat(e.diagnostics()).singleElement().satisfies(d -> assertThat(d.code()).isEqualTo(ErrorCode.F4002));
            assertThat(e.getMessage()).contains("--sparsity on sim64", "array of 16");
        });
        assertThatThrownBy(() -> ModelCompiler.compile(shapes, options(48, plan(4)).with(choice("8:16", false))))
                .isInstanceOf(FabricastException.class).hasMessageContaining("[16, 32, 64, 128]");
    }
}
