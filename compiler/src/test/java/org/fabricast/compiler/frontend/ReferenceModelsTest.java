package org.fabricast.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.compiler.evaluate.Perplexity;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported models against logits, tokens and perplexity of independent float64 programs. */
class ReferenceModelsTest {

    @ParameterizedTest
    @ValueSource(strings = {"once", "empty"})
    void stories260kGivesTheLogitsAndTokensOfTheReference(String name) throws IOException {
        ImportedModel model = stories();
        JsonNode reference = json(SharedFiles.shared("models/stories260K/ref/" + name + ".json"));
        ReferenceInterpreter run = new ReferenceInterpreter(model.graph());
        int[] prompt = model.requireTokenizer().prompt(reference.get("prompt").asText(),
                model.requireTokenizer().prependsBos());
        assertThat(prompt).containsExactly(ints(reference.get("prompt_tokens")));
        int token = prompt[0];
        for (int step = 0; step < reference.get("steps").asInt(); step++) {
            assertThat(token).as("input of step %d", step).isEqualTo(reference.get("tokens").get(step).asInt());
            float[] logits = run.step(token);
            assertClose(logits, reference.get("logits_float64").get(step), step, 1e-4);
            assertThat(argMax(logits)).as("choice of step %d", step)
                    .isEqualTo(reference.get("argmax_per_step").get(step).asInt());
            token = step + 1 < prompt.length ? prompt[step + 1] : argMax(logits);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "tom", "empty"})
    void fableGivesTheLogitsAndTokensOfTheReference(String name) throws IOException {
        ImportedModel model = fable();
        JsonNode reference = json(SharedFiles.project("models/fable/ref/" + name + ".json"));
        int[] prompt = model.requireTokenizer().prompt(reference.get("prompt").asText(),
                model.requireTokenizer().prependsBos());
        assertThat(prompt).containsExactly(ints(reference.get("prompt_tokens")));
        ReferenceInterpreter run = new ReferenceInterpreter(model.graph());
        float[] logits = {};
        for (int token : prompt) {
            logits = run.step(token);
        }
        JsonNode stored = reference.get("logits_after_prompt_and_each_step_f64");
        int[] generated = ints(reference.get("generated_tokens"));
        assertThat(stored.size()).isGreaterThanOrEqualTo(generated.length);
        for (int step = 0; step < stored.size(); step++) {
            assertClose(logits, stored.get(step), step, 2e-4);
            if (step < generated.length) {
                assertThat(argMax(logits)).as("token %d", step).isEqualTo(generated[step]);
                logits = run.step(generated[step]);
            }
        }
    }

    @Test
    void stories260kHasThePerplexityOfTheReference() throws IOException {
        Perplexity result = perplexity(stories(), SharedFiles.shared("text/tinystories_sample.txt"));
        assertThat(result.tokens()).isEqualTo(1804);
        assertThat(result.meanNll()).isCloseTo(1.2664410313322814, within(1e-4));
        assertThat(result.perplexity()).isCloseTo(3.548202124264937, within(4e-4));
    }

    @Test
    void fableHasThePerplexityOfTheReference() throws IOException {
        JsonNode reference = json(SharedFiles.project("models/fable/ref/perplexity.json"));
        Perplexity result = perplexity(fable(), SharedFiles.shared("text/fable_valid.txt"));
        assertThat(result.tokens()).isEqualTo(reference.get("tokens_scored").asLong());
        assertThat(result.meanNll()).isCloseTo(reference.get("mean_nll").asDouble(), within(1e-4));
    }

    @Test
    void parametersAreThoseTheModelsAreKnownFor() {
        assertThat(fable().graph().parameters()).isEqualTo(853_120);
        assertThat(ModelLoader.inspect(SharedFiles.project("models/fable")).parameters()).isEqualTo(853_120);
        // 512*64 + 5*(2*64*64 + 2*32*64 + 3*172*64 + 2*64) + 64
        assertThat(ModelLoader.inspect(SharedFiles.shared("models/stories260K/stories260K.bin")).parameters())
                .isEqualTo(512 * 64 + 5 * (2 * 64 * 64 + 2 * 32 * 64 + 3 * 172 * 64 + 2 * 64) + 64);
    }

    private static Perplexity perplexity(ImportedModel model, Path text) throws IOException {
        List<int[]> sequences = EvaluationText.sequences(Files.readString(text), model.requireTokenizer(),
                model.requireTokenizer().prependsBos(), model.graph().context());
        return Perplexity.of(sequences, () -> new ReferenceInterpreter(model.graph())::step);
    }

    private static ImportedModel stories() {
        return ModelLoader.load(SharedFiles.shared("models/stories260K/stories260K.bin"),
                Optional.of(SharedFiles.shared("models/stories260K/tok512.bin")));
    }

    private static ImportedModel fable() {
        return ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty());
    }

    private static void assertClose(float[] logits, JsonNode stored, int step, double allowed) {
        assertThat(logits).hasSize(stored.size());
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) logits[i]).as("step %d, logit %d", step, i)
                    .isCloseTo(stored.get(i).asDouble(), within(allowed));
        }
    }

    private static int argMax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
