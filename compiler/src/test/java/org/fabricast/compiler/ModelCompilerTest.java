package org.fabricast.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fabricast.board.Boards;
import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.compiler.evaluate.Perplexity;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiled program on the emulator against references made by an independent program. */
class ModelCompilerTest {

    private static final int NO_STOP = -1;

    private static ImportedModel model(String name) {
        return name.equals("fable") ? ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty())
                : ModelLoader.load(SharedFiles.shared("models/stories260K/stories260K.bin"),
                        Optional.of(SharedFiles.shared("models/stories260K/tok512.bin")));
    }

    private static CompiledModel compile(ImportedModel model, String board) {
        var machine = Boards.machine(board);
        return ModelCompiler.compile(model.graph(),
                new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP));
    }

    /** Prompt, tokens chosen by the reference and its logits after the prompt and each token. */
    private record Reference(int[] prompt, int[] chosen, List<double[]> logits) {

        static Reference read(String name, String file) throws IOException {
            Path path = name.equals("fable") ? SharedFiles.project("models/fable/ref/" + file)
                    : SharedFiles.shared("models/stories260K/ref/" + file);
            JsonNode json = new ObjectMapper().readTree(path.toFile());
            if (name.equals("fable")) {
                return new Reference(ints(json.get("prompt_tokens")), ints(json.get("generated_tokens")),
                        rows(json.get("logits_after_prompt_and_each_step_f64"), 0));
            }
            // tokens[i] is the input of step i, tokens[i + 1] what was chosen (forced inside the prompt) after it.
            int[] tokens = ints(json.get("tokens"));
            int prompt = json.get("prompt_tokens").size();
            int[] chosen = new int[tokens.length - prompt];
            System.arraycopy(tokens, prompt, chosen, 0, chosen.length);
            int[] first = new int[prompt];
            System.arraycopy(tokens, 0, first, 0, prompt);
            return new Reference(first, chosen, rows(json.get("logits_float64"), prompt - 1));
        }

        private static int[] ints(JsonNode array) {
            int[] values = new int[array.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = array.get(i).asInt();
            }
            return values;
        }

        private static List<double[]> rows(JsonNode array, int from) {
            List<double[]> rows = new ArrayList<>();
            for (int i = from; i < array.size(); i++) {
                double[] row = new double[array.get(i).size()];
                for (int j = 0; j < row.length; j++) {
                    row[j] = array.get(i).get(j).asDouble();
                }
                rows.add(row);
            }
            return rows;
        }

        /** Distance of the greatest from the second greatest logit at step {@code i}. */
        double gap(int i) {
            double[] sorted = logits.get(i).clone();
            java.util.Arrays.sort(sorted);
            return sorted[sorted.length - 1] - sorted[sorted.length - 2];
        }
    }

    static Stream<Arguments> references() {
        return Stream.of("fable once.json", "fable tom.json", "fable empty.json", "stories260K once.json",
                "stories260K empty.json").flatMap(r -> Stream.of("sim64", "sim256")
                .map(b -> Arguments.of(r.split(" ")[0], r.split(" ")[1], b)));
    }

    @ParameterizedTest
    @MethodSource("references")
    void greedyTokensDifferFromTheReferenceOnlyWhereItsChoiceIsClose(String name, String file, String board)
            throws IOException {
        Reference reference = Reference.read(name, file);
        FunctionalMachine machine = new FunctionalMachine(compile(model(name), board));
        List<Integer> tokens = machine.run(reference.prompt(), reference.chosen().length, NO_STOP, 0, 0);
        assertThat(tokens).hasSameSizeAs(reference.chosen());
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i) != reference.chosen()[i]) {
                assertThat(reference.gap(i)).as("gap of step %d, where %d is chosen instead of %d", i, tokens.get(i),
                        reference.chosen()[i]).isLessThan(0.1);
                return;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void logitsFollowTheReference(String name, String file, String board) throws IOException {
        Reference reference = Reference.read(name, file);
        FunctionalMachine machine = new FunctionalMachine(compile(model(name), board));
        machine.run(reference.prompt(), 1, NO_STOP, 1, 0);
        float[] logits = machine.logits(0);
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += Math.pow(logits[i] - reference.logits().getFirst()[i], 2);
        }
        // INT8 weights and activations: an error of a few hundredths of logits that span about fifteen.
        assertThat(Math.sqrt(sum / logits.length)).isLessThan(0.15);
    }

    @ParameterizedTest
    @MethodSource("references")
    void everyConfigurationGivesTheSameBits(String name, String file, String board) throws IOException {
        Reference reference = Reference.read(name, file);
        ImportedModel model = model(name);
        FunctionalMachine one = new FunctionalMachine(compile(model, "sim64"));
        FunctionalMachine other = new FunctionalMachine(compile(model, "sim256"));
        assertThat(one.run(reference.prompt(), 64, NO_STOP, 1, 0))
                .isEqualTo(other.run(reference.prompt(), 64, NO_STOP, 1, 0));
        for (int step = 0; step < 64; step++) {
            assertThat(one.logits(step)).as("step %d", step).containsExactly(other.logits(step));
        }
    }

    @Test
    void aSecondPromptOnTheSameMachineIsNotDisturbedByTheFirst() throws IOException {
        ImportedModel model = model("fable");
        Reference once = Reference.read("fable", "once.json");
        Reference tom = Reference.read("fable", "tom.json");
        FunctionalMachine fresh = new FunctionalMachine(compile(model, "sim256"));
        List<Integer> expected = fresh.run(tom.prompt(), 64, NO_STOP, 0, 0);
        FunctionalMachine used = new FunctionalMachine(compile(model, "sim256"));
        used.run(once.prompt(), 64, NO_STOP, 0, 0);
        assertThat(used.run(tom.prompt(), 64, NO_STOP, 0, 0)).isEqualTo(expected);
    }

    @Test
    void aSequenceFedInPartsIsTheSequenceFedAtOnce() throws IOException {
        Reference once = Reference.read("fable", "once.json");
        CompiledModel compiled = compile(model("fable"), "sim64");
        FunctionalMachine whole = new FunctionalMachine(compiled);
        List<Integer> expected = whole.run(once.prompt(), 20, NO_STOP, 0, 0);
        FunctionalMachine parts = new FunctionalMachine(compiled);
        int last = once.prompt().length - 1;
        assertThat(parts.run(java.util.Arrays.copyOf(once.prompt(), last), 0, NO_STOP, 0, 0)).isEmpty();
        List<Integer> first = parts.run(new int[] {once.prompt()[last]}, 7, NO_STOP, 0, last);
        List<Integer> rest = parts.run(new int[] {first.getLast()}, 13, NO_STOP, 0, last + 7);
        assertThat(Stream.concat(first.stream(), rest.stream())).isEqualTo(expected);
    }

    @Test
    void generationStopsAtTheStopToken() throws IOException {
        Reference once = Reference.read("fable", "once.json");
        FunctionalMachine machine = new FunctionalMachine(compile(model("fable"), "sim256"));
        int stop = once.chosen()[9];
        int first = java.util.Arrays.stream(once.chosen()).boxed().toList().indexOf(stop);
        List<Integer> tokens = machine.run(once.prompt(), 64, stop, 0, 0);
        assertThat(tokens).hasSize(first + 1).endsWith(stop);
    }

    static Stream<Arguments> texts() {
        return Stream.of(Arguments.of("fable", "text/fable_valid.txt", 0.148586),
                Arguments.of("stories260K", "text/tinystories_sample.txt", 1.26644));
    }

    @ParameterizedTest
    @Tag("long")
    @MethodSource("texts")
    void meanNllIsWithinThreeQuartersOfAPercentOfTheReference(String name, String text, double reference)
            throws IOException {
        ImportedModel model = model(name);
        FunctionalMachine machine = new FunctionalMachine(compile(model, "sim256"));
        Perplexity sum = Perplexity.NONE;
        for (int[] tokens : EvaluationText.sequences(Files.readString(SharedFiles.shared(text)),
                model.requireTokenizer(), true, model.graph().context())) {
            machine.run(tokens, 0, NO_STOP, 2, 0);
            double nll = 0;
            for (int i = 0; i + 1 < tokens.length; i++) {
                nll += Perplexity.nll(machine.logits(i), tokens[i + 1]);
            }
            sum = sum.plus(new Perplexity(nll, tokens.length - 1));
        }
        assertThat(sum.meanNll()).isCloseTo(reference, within(0.0075 * reference));
    }

    @Test
    void aModelThatDoesNotFitIsRefusedWithTheBufferWhatItNeedsAndWhatThereIs() {
        HardwareConfig c = HardwareConfig.sim64();
        HardwareConfig small = new HardwareConfig("small", c.array(), c.lanes(), c.vectors(), c.busBytes(),
                c.weightRingBytes(), c.kvRingBytes(), 1024, c.resultElements(), c.inputWords(), c.inputScales(),
                c.cacheBytes(), c.queueDepth(), c.burstBeats(), c.outstandingReads(), c.tokenCapacity(), c.slots());
        assertThatThrownBy(() -> ModelCompiler.compile(model("fable").graph(),
                new CompileOptions(small, new BoardFacts("small", 64, 16), 64)))
                .isInstanceOf(FabricastException.class)
                .hasMessageContaining("F4001").hasMessageContaining("activation buffer")
                .hasMessageContaining("binary16 elements, found 1024");
    }
}
