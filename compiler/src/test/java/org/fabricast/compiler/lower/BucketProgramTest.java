package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.FunctionalMachine;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.lengths.BucketSpec;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.verify.ProgramVerifier;
import org.fabricast.ir.isa.verify.RegionSizes;
import org.fabricast.ir.isa.verify.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs of buckets do what the parametric program does, bit for bit. */
@Tag("long")
class BucketProgramTest {

    private static final int CONTEXT = 150;
    private static final long SEED = 11;
    private static final int NO_STOP = -1;

    private static Graph small() {
        return SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 16, CONTEXT), SEED);
    }

    private static CompiledModel compile(Graph graph, String board, Lengths lengths) {
        var machine = Boards.machine(board);
        return ModelCompiler.compile(graph,
                new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP).with(lengths));
    }

    private static Lengths buckets(String prefill, String decode) {
        return new Lengths.Bucketed(BucketSpec.prefill(Optional.of(prefill)), BucketSpec.decode(Optional.of(decode)));
    }

    /** The prompt whole, in two starts, and one whose every logit is kept; tokens and all logits are compared. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"sim64; 8; 16", "sim256; 8; 16", "sim256; 5,9,150; 50", "sim64; 3,70,150; 1-60,61-70,71-150"})
    void tokensAndLogitsAreThoseOfTheParametricProgram(String board, String prefill, String decode) {
        Graph graph = small();
        FunctionalMachine parametric = new FunctionalMachine(compile(graph, board, new Lengths.Parametric()));
        FunctionalMachine bucketed = new FunctionalMachine(compile(graph, board, buckets(prefill, decode)));
        Random random = new Random(SEED);
        for (int length : new int[] {1, 2, 8, 9, 10, 66}) {
            int[] prompt = random.ints(length, 0, 11).toArray();
            same(parametric, bucketed, prompt, 80, 1, 0);
            same(parametric, bucketed, prompt, 0, 2, 0);
            int[] more = random.ints(3, 0, 11).toArray();
            same(parametric, bucketed, more, 5, 1, length);
        }
    }

    private static void same(FunctionalMachine one, FunctionalMachine other, int[] prompt, int generate, int logits,
                             int position) {
        List<Integer> expected = one.run(prompt, generate, NO_STOP, logits, position);
        assertThat(other.run(prompt, generate, NO_STOP, logits, position))
                .as("prompt of %d at %d, seed %d", prompt.length, position, SEED).isEqualTo(expected);
        for (int step = 0; step < (logits == 1 ? generate : prompt.length); step++) {
            assertThat(other.logits(step)).as("step %d of a prompt of %d, seed %d", step, prompt.length, SEED)
                    .containsExactly(one.logits(step));
        }
    }

    @Test
    void theProgramHasNoFindingsOnAnyWayThroughIt() {
        CompiledModel model = compile(small(), "sim256", buckets("6", "16"));
        RegionSizes sizes = new RegionSizes(model.memoryMap().get(1).bytes(), model.memoryMap().get(2).bytes(),
                model.memoryMap().get(3).bytes());
        assertThat(ProgramVerifier.verify(model.program(), model.options().config(), sizes,
                List.of(Scenario.of(1, 0, 0, 0), Scenario.of(3, 2, 0, 0), Scenario.of(8, 3, 1, 0),
                        Scenario.of(2, 3, 1, 30), Scenario.of(3, 0, 2, 62), Scenario.of(1, 1, 0, CONTEXT - 1)))).isEmpty();
    }

    @Test
    void layersAreNoLoopAndLengthsOfLoadsAreImmediates() {
        List<Instruction> program = compile(small(), "sim256", buckets("6", "16")).program().instructions();
        assertThat(program.stream().filter(i -> i.opcode() == Opcode.SYS_LOOP)).hasSize(1);
        assertThat(program.stream().filter(i -> i.opcode() == Opcode.LD_RING && i.registers().get(1) != 0)
                .map(i -> i.registers().get(1)).distinct()).containsExactly(Registers.CLASSIFIER_BYTES);
    }

    @ParameterizedTest
    @MethodSource("org.fabricast.compiler.lower.LayerWeightsTest#plans")
    void layersOfDifferentBitsAreSettledWhenCompiling(WeightPlan plan) {
        LlamaShape s = SmallModel.shape(RotaryStyle.HALF, 8, CONTEXT);
        Graph graph = SmallModel.random(new LlamaShape(s.dim(), s.hidden(), 5, s.heads(), s.kvHeads(), s.headDim(), s.vocab(),
                s.context(), s.eps(), s.theta(), s.ropeStyle(), s.scaling(), s.tied()), SEED);
        var machine = Boards.machine("sim64");
        CompileOptions options = new CompileOptions(machine.config(), machine.facts(), 64, new WeightChoice.Given(plan));
        CompiledModel model = ModelCompiler.compile(graph, options.with(buckets("4,150", "16")));
        same(new FunctionalMachine(ModelCompiler.compile(graph, options)), new FunctionalMachine(model),
                new int[] {3, 1, 4, 1, 5}, 12, 1, 0);
        assertThat(BucketProgram.of(Parts.of(model), BucketSpec.prefill(Optional.of("4,150")).resolve(CONTEXT),
                BucketSpec.decode(Optional.of("16")).resolve(CONTEXT)).instructions())
                .isEqualTo(model.program().instructions().size());
    }

    /** The count that decides whether a program may be built is that of the program built. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"6; 16", "3,70,150; 1-60,61-70,71-150", "150; 150"})
    void theCountBeforeBuildingIsThatOfTheProgramBuilt(String prefill, String decode) {
        CompiledModel model = compile(small(), "sim64", buckets(prefill, decode));
        assertThat(BucketProgram.of(Parts.of(model), BucketSpec.prefill(Optional.of(prefill)).resolve(CONTEXT),
                BucketSpec.decode(Optional.of(decode)).resolve(CONTEXT)).instructions())
                .isEqualTo(model.program().instructions().size());
    }

    @Test
    void aProgramThatWouldBeTooLargeIsRefusedBeforeItIsBuilt() {
        Graph graph = SmallModel.shapes(SmallModel.shape(RotaryStyle.HALF, 16, 1000));
        assertThatThrownBy(() -> compile(graph, "sim256", buckets("1", "1"))).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F4004").hasMessageContaining("1000 prefill and 1000 decode buckets");
    }

    @Test
    void aRealModelContinuesItsPromptWithTheSameTokens() {
        var model = ModelLoader.load(SharedFiles.shared("models/stories260K/stories260K.bin"),
                Optional.of(SharedFiles.shared("models/stories260K/tok512.bin")));
        int[] prompt = model.requireTokenizer().prompt("Once upon a time", true);
        FunctionalMachine parametric = new FunctionalMachine(compile(model.graph(), "sim256", new Lengths.Parametric()));
        FunctionalMachine bucketed = new FunctionalMachine(compile(model.graph(), "sim256", buckets("16,512", "16")));
        assertThat(bucketed.run(prompt, 40, NO_STOP, 0, 0)).hasSize(40)
                .isEqualTo(parametric.run(prompt, 40, NO_STOP, 0, 0));
    }
}
