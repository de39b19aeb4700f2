package org.fabricast.compiler.frontend.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.FunctionalMachine;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.evaluate.DequantisedGraph;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.compiler.lengths.BucketSpec;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.GraphVerifier;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.fabricast.ir.hw.FunctionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OPT models from files to the machine's logits, against formulas in binary64. */
class OptModelTest {

    private static final long SEED = 67;
    private static final int NO_STOP = -1;
    private static final int LOGITS_OF_ALL = 2;

    @TempDir
    Path directory;

    private static int[] tokens(int count) {
        return new Random(SEED).ints(count, 0, OptDirectory.VOCAB).toArray();
    }

    private Graph load(OptDirectory files) throws IOException {
        return ModelLoader.load(files.write(directory), Optional.empty()).graph();
    }

    private static double distance(float[] actual, double[] expected) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            size += expected[i] * expected[i];
        }
        return Math.sqrt(error / size);
    }

    private static CompiledModel compile(Graph graph, String board, WeightChoice weights) {
        var machine = Boards.machine(board);
        return ModelCompiler.compile(graph, new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP,
                weights));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "false,true", "true,false"})
    void interpretedItGivesWhatTheFormulasGiveInBinary64(boolean tied, boolean biased) throws IOException {
        OptDirectory files = new OptDirectory(SEED);
        if (!tied) {
            files.config.put("tie_word_embeddings", false);
            files.add("lm_head.weight", 0, 0.8, OptDirectory.VOCAB, OptDirectory.DIM);
        }
        if (!biased) {
            files.config.put("enable_bias", false);
            files.tensors.keySet().removeIf(name -> name.endsWith(".bias") && !name.contains("layer_norm"));
        }
        Graph graph = load(files);
        assertThat(GraphVerifier.verify(graph)).isEmpty();
        assertThat(graph.facts().bos()).isEqualTo(OptionalInt.of(2));
        assertThat(graph.facts().eos()).containsExactly(2);
        assertThat(graph.nodes().stream().filter(n -> n.op() instanceof Linear l && l.bias().isPresent()).count())
                .isEqualTo(biased ? 12 : 0);
        ReferenceInterpreter interpreter = new ReferenceInterpreter(graph);
        DoubleOpt expected = new DoubleOpt(files.tensors, tied ? "model.decoder.embed_tokens.weight" : "lm_head.weight");
        int[] tokens = tokens(OptDirectory.CONTEXT);
        for (int t = 0; t < tokens.length; t++) {
            float[] actual = interpreter.step(tokens[t]);
            double[] logits = expected.logits(Arrays.copyOf(tokens, t + 1));
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) actual[i]).as("seed %d, position %d, logit %d", SEED, t, i).isCloseTo(logits[i], within(5e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sim64", "sim256"})
    void theMachineFollowsTheFormulasAtEveryPosition(String board) throws IOException {
        OptDirectory files = new OptDirectory(SEED);
        CompiledModel compiled = compile(load(files), board, WeightChoice.INT8);
        assertThat(compiled.options().config().functions()).isEqualTo(FunctionSet.BIASED_RELU);
        FunctionalMachine machine = new FunctionalMachine(compiled);
        DoubleOpt expected = new DoubleOpt(files.tensors, "model.decoder.embed_tokens.weight");
        int[] tokens = tokens(OptDirectory.CONTEXT - 1);
        machine.run(tokens, 1, NO_STOP, LOGITS_OF_ALL, 0);
        for (int t = 0; t < tokens.length; t++) {
            // INT8 weights and activations: about 1 %. A bias left out anywhere gives more than 10 %.
            assertThat(distance(machine.logits(t), expected.logits(Arrays.copyOf(tokens, t + 1))))
                    .as("seed %d, position %d", SEED, t).isLessThan(0.03);
        }
    }

    /** A prompt in chunks, token by token and through buckets. */
    @Test
    void everyWayThroughAPromptGivesTheSameBits() throws IOException {
        Graph graph = load(new OptDirectory(SEED));
        int[] tokens = tokens(23);
        FunctionalMachine chunks = new FunctionalMachine(compile(graph, "sim64", WeightChoice.INT8));
        chunks.run(tokens, 6, NO_STOP, 1, 0);
        FunctionalMachine each = new FunctionalMachine(compile(graph, "sim64", WeightChoice.INT8));
        each.run(tokens, 1, NO_STOP, LOGITS_OF_ALL, 0);
        assertThat(chunks.logits(0)).isEqualTo(each.logits(tokens.length - 1));
        var machine = Boards.machine("sim64");
        FunctionalMachine bucketed = new FunctionalMachine(ModelCompiler.compile(graph, new CompileOptions(machine.config(),
                machine.facts(), CompileOptions.DEFAULT_GROUP).with(new Lengths.Bucketed(new BucketSpec("--prefill-buckets", 8, Optional.empty()),
                new BucketSpec("--decode-buckets", 16, Optional.empty())))));
        bucketed.run(tokens, 6, NO_STOP, 1, 0);
        for (int step = 0; step < 6; step++) {
            assertThat(bucketed.logits(step)).as("step %d", step).isEqualTo(chunks.logits(step));
        }
    }

    @Test
    void layersOfDifferentBitsFollowTheGraphWithTheSameWeights() throws IOException {
        Graph graph = load(new OptDirectory(SEED));
        WeightPlan plan = new WeightPlan(List.of(4, 5, 3, 6, 8, 4, 4, 5, 6));
        FunctionalMachine machine = new FunctionalMachine(compile(graph, "sim64", new WeightChoice.Given(plan)));
        ReferenceInterpreter expected = new ReferenceInterpreter(DequantisedGraph.of(graph, CompileOptions.DEFAULT_GROUP, plan));
        int[] tokens = tokens(12);
        machine.run(tokens, 1, NO_STOP, LOGITS_OF_ALL, 0);
        for (int t = 0; t < tokens.length; t++) {
            float[] logits = expected.step(tokens[t]);
            double[] wide = new double[logits.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = logits[i];
            }
            // Weights alike, so what is left are 8 bits of activations.
            assertThat(distance(machine.logits(t), wide)).as("seed %d, position %d", SEED, t).isLessThan(0.03);
        }
    }

    @Test
    void aBiasBeyondBinary16IsRefusedByName() throws IOException {
        OptDirectory files = new OptDirectory(SEED);
        files.tensors.get("model.decoder.layers.1.fc1.bias")[5] = 70_000;
        Graph graph = load(files);
        assertThatThrownBy(() -> compile(graph, "sim64", WeightChoice.INT8)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).singleElement().satisfies(d -> {
                    assertThat(d.code()).isEqualTo(ErrorCode.F2303);
                    assertThat(d.text()).contains("bias of the feed-forward part of layer 1, element 5");
                }));
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                variant(c -> c.put("do_layer_norm_before", false),
                        "do_layer_norm_before: expected true: norms before attention and feed-forward part, found false"),
                variant(c -> c.put("word_embed_proj_dim", 16),
                        "word_embed_proj_dim: expected 32, as hidden_size: no projection of the embedding, found 16"),
                variant(c -> c.put("activation_function", "gelu"), "activation_function: expected relu, found \"gelu\""),
                variant(c -> c.put("_remove_final_layer_norm", true), "_remove_final_layer_norm: expected false, found true"),
                variant(c -> c.put("layer_norm_elementwise_affine", false),
                        "layer_norm_elementwise_affine: expected true, found false"),
                variant(c -> c.putObject("quantization_config").put("bits", 4), "quantization_config: expected none"));
    }

    private static Arguments variant(Consumer<ObjectNode> change, String message) {
        return Arguments.of(change, message);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aVariantThatComputesOtherwiseIsRefusedByFieldFoundAndExpected(Consumer<ObjectNode> change, String message)
            throws IOException {
        OptDirectory files = new OptDirectory(SEED);
        change.accept(files.config);
        Path model = files.write(directory);
        assertThatThrownBy(() -> ModelLoader.load(model, Optional.empty())).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).singleElement().satisfies(d -> {
                    assertThat(d.code()).isEqualTo(ErrorCode.F2011);
                    assertThat(d.text()).contains("config.json, " + message);
                }));
    }

    /** As the published model of 350 million parameters is: both at once. */
    @Test
    void everythingThatIsNotSupportedIsSaidAtOnce() throws IOException {
        OptDirectory files = new OptDirectory(SEED);
        files.config.put("do_layer_norm_before", false).put("word_embed_proj_dim", 16).put("hidden_size", 30);
        files.config.remove("ffn_dim");
        Path model = files.write(directory);
        assertThatThrownBy(() -> ModelLoader.load(model, Optional.empty())).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().stream().map(d -> d.code()))
                        .contains(ErrorCode.F2011, ErrorCode.F2009).hasSizeGreaterThanOrEqualTo(3));
    }

    @Test
    void aMissingTensorIsNamedAsInTheFile() throws IOException {
        OptDirectory files = new OptDirectory(SEED);
        files.tensors.remove("model.decoder.layers.1.self_attn.k_proj.bias");
        Path model = files.write(directory);
        assertThatThrownBy(() -> ModelLoader.load(model, Optional.empty())).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).singleElement().satisfies(d -> {
                    assertThat(d.code()).isEqualTo(ErrorCode.F2112);
                    assertThat(d.text()).contains("model.decoder.layers.1.self_attn.k_proj.bias");
                }));
    }

    @Test
    void inspectionShowsItsShape() throws IOException {
        ModelSummary summary = ModelLoader.inspect(new OptDirectory(SEED).write(directory));
        assertThat(summary.supported()).isTrue();
        assertThat(summary.architecture()).isEqualTo("OPTForCausalLM");
        assertThat(summary.shape().orElseThrow().positions()).isEqualTo("learned positions");
        assertThat(summary.shape().orElseThrow().headDim()).isEqualTo(8);
    }

    @Test
    void itsGraphHasNoShapeOfTheLlamaFamily() throws IOException {
        ImportedModel model = ModelLoader.load(new OptDirectory(SEED).write(directory), Optional.empty());
        assertThat(model.shape()).isEmpty();
        assertThat(model.graph().layers()).isEqualTo(2);
    }
}
