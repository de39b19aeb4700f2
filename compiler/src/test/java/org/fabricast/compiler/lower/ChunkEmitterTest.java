package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.lengths.Prefill;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.verify.ProgramVerifier;
import org.fabricast.ir.isa.verify.RegionSizes;
import org.fabricast.ir.isa.verify.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts in chunks leave the bits of prompts that go token by token: K and V, logits, tokens. */
class ChunkEmitterTest {

    private static final int CONTEXT = 150;
    private static final long SEED = 21;
    private static final int NO_STOP = -1;

    private static HardwareConfig config(int array) {
        return array == 8 ? HardwareConfig.sim64() : HardwareConfig.sim256();
    }

    private static CompiledModel compile(Graph graph, HardwareConfig config, WeightChoice weights, Prefill prefill) {
        return ModelCompiler.compile(graph, new CompileOptions(config, new BoardFacts("test", 64, 16),
                CompileOptions.DEFAULT_GROUP, weights).with(new Lengths.Parametric(prefill)));
    }

    private static int chunk(CompiledModel model) {
        return ChunkPlan.of(new DecodeShape(model.fused(), model.options().config(), model.options().group()))
                .map(ChunkPlan::tokens).orElse(1);
    }

    private static WeightChoice mixed(int layers) {
        WeightPlan each = WeightPlan.uniform(6, layers);
        for (int matrix = 0; matrix < 4 * layers; matrix++) {
            each = each.with(matrix, WeightPlan.CHOICES.get((matrix * 3 + matrix / 4) % 5));
        }
        return new WeightChoice.Given(each);
    }

    /** Two machines with the same past. */
    private record Two(CompiledModel model, CompiledModel other, FunctionalMachine chunked, FunctionalMachine token) {

        static Two of(Graph graph, HardwareConfig config, WeightChoice weights) {
            CompiledModel model = compile(graph, config, weights, Prefill.CHUNKED);
            CompiledModel other = compile(graph, config, weights, Prefill.TOKEN);
            return new Two(model, other, new FunctionalMachine(model), new FunctionalMachine(other));
        }

        void same(int length, int generate, int logits, int position) {
            int[] prompt = new Random(SEED + length).ints(length, 0, model.fused().vocab()).toArray();
            String what = "prompt of " + length + " at " + position + ", seed " + SEED;
            List<Integer> expected = token.run(prompt, generate, NO_STOP, logits, position);
            assertThat(chunked.run(prompt, generate, NO_STOP, logits, position)).as(what).isEqualTo(expected);
            int kept = logits == 0 ? 0 : logits == 1 ? generate : length;
            for (int step = 0; step < kept; step++) {
                assertThat(chunked.logits(step)).as("step %d of a %s", step, what).containsExactly(token.logits(step));
            }
            assertThat(keysAndValues(chunked, model)).as(what).isEqualTo(keysAndValues(token, other));
        }

        private static byte[] keysAndValues(FunctionalMachine machine, CompiledModel compiled) {
            var region = compiled.memoryMap().get(2);
            return machine.memory().read(region.base(), (int) region.bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 8", "8, 16, 4", "16, 8, 4", "16, 32, 0"})
    void everyLengthOfPromptLeavesTheSameBits(int array, int headDim, int bits) {
        Graph graph = SmallModel.random(SmallModel.shape(RotaryStyle.HALF, headDim, CONTEXT), SEED);
        WeightChoice weights = bits == 0 ? mixed(2) : new WeightChoice.Uniform(bits);
        Two two = Two.of(graph, config(array), weights);
        int chunk = chunk(two.model());
        assertThat(chunk).isEqualTo(8);
        for (int length : new int[] {1, 2, chunk - 1, chunk, chunk + 1, chunk + 2, 2 * chunk + 1, 100}) {
            two.same(length, 2, 1, 0);
            two.same(length, 0, 0, 7);
        }
        two.same(CONTEXT, 0, 0, 0);
        two.same(CONTEXT, 1, 1, 0);
        two.same(2 * chunk + 1, 1, 1, CONTEXT - 2 * chunk - 1);
        two.same(2 * chunk + 1, 0, 2, 0);
        two.same(2 * chunk + 1, 3, 1, 5);
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "8, 16", "16, 8", "16, 32"})
    void theProgramHasNoFindings(int array, int headDim) {
        CompiledModel model = compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, headDim, CONTEXT), SEED),
                config(array), mixed(2), Prefill.CHUNKED);
        RegionSizes sizes = new RegionSizes(model.memoryMap().get(1).bytes(), model.memoryMap().get(2).bytes(),
                model.memoryMap().get(3).bytes());
        List<Scenario> scenarios = new ArrayList<>();
        for (int prompt : new int[] {0, 1, 2, 3, 9, 10, 18}) {
            scenarios.add(Scenario.of(prompt, 2, 0, 57));
            scenarios.add(Scenario.of(prompt, 1, 1, CONTEXT - prompt));
        }
        scenarios.add(Scenario.of(3, 1, 2, 3));
        assertThat(ProgramVerifier.verify(model.program(), config(array), sizes, scenarios)).isEmpty();
    }

    /** The parts of the program: projections of all tokens at once, a loop over tokens in one over layers in one over chunks. */
    @Test
    void projectionsTakeTheVectorsOfARegister() {
        CompiledModel model = compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 16, CONTEXT), SEED), config(16),
                WeightChoice.INT8, Prefill.CHUNKED);
        var ring = Layout.require(Opcode.MM_RUN, "ring");
        var vectors = Layout.require(Opcode.MM_RUN, "vectors");
        List<Instruction> runs = model.program().instructions().stream().filter(i -> i.opcode() == Opcode.MM_RUN
                && Layout.get(ring, i.flags()) == 0 && i.immediates().get(vectors.slot()) != 1 << 16).toList();
        assertThat(runs).hasSize(4).allSatisfy(run -> {
            assertThat(run.registers().get(vectors.slot())).isEqualTo(Registers.VECTORS);
            assertThat(Layout.get(vectors, run.immediates().get(vectors.slot()))).isZero();
        });
    }

    /** What each core has of a vector of each token is gathered token by token. */
    @ParameterizedTest
    @CsvSource({"8, 8", "16, 32"})
    void severalCoresLeaveTheSameBits(int array, int headDim) {
        Graph graph = SmallModel.random(SmallModel.shape(RotaryStyle.HALF, headDim, CONTEXT), SEED);
        Two two = Two.of(graph, config(array).withCores(2), mixed(2));
        assertThat(chunk(two.model())).isEqualTo(8);
        for (int length : new int[] {2, 8, 9, 19}) {
            two.same(length, 2, 1, 0);
            two.same(length, 0, 0, 21);
        }
    }

    @ParameterizedTest
    @CsvSource({"fable, sim256, 4", "fable, sim64, 2", "stories260K, sim256, 4", "stories260K, sim64, 4"})
    void realModelsLeaveTheSameBits(String name, String board, int chunk) {
        ImportedModel model = name.equals("fable") ? ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty())
                : ModelLoader.load(SharedFiles.shared("models/stories260K/stories260K.bin"),
                        Optional.of(SharedFiles.shared("models/stories260K/tok512.bin")));
        for (WeightChoice weights : List.of(WeightChoice.INT8, mixed(model.graph().layers()))) {
            Two two = Two.of(model.graph(), Boards.machine(board).config(), weights);
            assertThat(chunk(two.model())).isEqualTo(chunk);
            two.same(11, 4, 1, 0);
            two.same(2 * chunk + 1, 4, 1, 11);
            two.same(chunk + 1, 2, 1, 512 - chunk - 2);
        }
    }
}
