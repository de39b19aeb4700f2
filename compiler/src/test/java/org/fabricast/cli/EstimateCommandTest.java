package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says; whether the cycles are right is asked of the Verilog by {@code CycleModelTest}. */
class EstimateCommandTest {

    private static final String FABLE = SharedFiles.project("models/fable").toString();

    @TempDir
    private Path directory;

    private static JsonNode estimate(String subject, String... options) {
        List<String> arguments = new ArrayList<>(List.of("estimate", subject, "--json"));
        arguments.addAll(List.of(options));
        return CliRun.of(Map.of(), arguments).good().json();
    }

    @Test
    void aDecodeStepHasCyclesBytesABoundAndItsOperators() {
        JsonNode step = estimate(FABLE, "--context", "100");
        assertThat(step.get("phase").asText()).isEqualTo("decode");
        assertThat(step.get("context").asInt()).isEqualTo(100);
        assertThat(step.get("batch").asInt()).isEqualTo(1);
        assertThat(step.get("source").asText()).contains("nothing is measured");
        // Simulation boards have 250 MHz.
        assertThat(step.get("seconds").asDouble()).isCloseTo(step.get("cycles").asLong() / 250e6, within(1e-12));
        assertThat(step.get("tokens_per_second").asDouble()).isCloseTo(1 / step.get("seconds").asDouble(), within(1e-6));
        assertThat(step.get("bound").asText()).isEqualTo("memory");
        // The roofline: no more than 64 bytes in a cycle.
        assertThat(step.get("cycles").asLong()).isGreaterThan(step.get("bytes").asLong() / 64);
        long bytes = 0;
        List<String> names = new ArrayList<>();
        for (JsonNode operator : step.get("operators")) {
            bytes += operator.get("bytes").asLong();
            names.add(operator.get("name").asText());
        }
        assertThat(bytes).isEqualTo(step.get("bytes").asLong() - step.get("instruction_bytes").asLong());
        assertThat(names).contains("qkv", "out", "gateUp", "down", "classifier", "scores", "weighted values", "softmax", "rmsnorm",
                "load weights", "load keys and values", "store keys and values", "quantise inputs");
    }

    @Test
    void anArtefactSaysWhatItsModelSays() {
        String artefact = directory.resolve("fable.fab").toString();
        CliRun.of(Map.of(), List.of("compile", FABLE, "--weights", "int4", "-o", artefact)).good();
        assertThat(estimate(artefact, "--context", "30")).isEqualTo(estimate(FABLE, "--weights", "int4", "--context", "30"));
    }

    @Test
    void fewerBitsMoveFewerBytesAndMorePositionsTakeLonger() {
        JsonNode plain = estimate(FABLE, "--board", "sim64", "--context", "100");
        JsonNode packed = estimate(FABLE, "--board", "sim64", "--context", "100", "--weights", "int4");
        JsonNode longer = estimate(FABLE, "--board", "sim64", "--context", "400");
        assertThat(packed.get("bytes").asLong()).isLessThan(plain.get("bytes").asLong() * 6 / 10);
        assertThat(packed.get("cycles").asLong()).isLessThan(plain.get("cycles").asLong());
        assertThat(longer.get("cycles").asLong()).isGreaterThan(plain.get("cycles").asLong());
    }

    @Test
    void aPromptIsReadFromTheFirstPositionOn() {
        JsonNode prompt = estimate(FABLE, "--phase", "prefill", "--context", "16");
        assertThat(prompt.get("phase").asText()).isEqualTo("prefill");
        assertThat(prompt.get("tokens_per_second").asDouble())
                .isCloseTo(16 / prompt.get("seconds").asDouble(), within(1e-6));
        assertThat(prompt.get("operators").findValuesAsText("name")).doesNotContain("classifier");
    }

    @Test
    void theTextSaysTheSame() {
        String text = CliRun.of(Map.of(), List.of("estimate", FABLE, "--context", "64")).good().out();
        assertThat(text).contains("64 positions attended to", "nothing is measured", "bound      memory", "operator   gateUp");
    }

    @Test
    void sparseWeightsOfAPatternAreEstimatedAndThoseOfADensityRefused() {
        JsonNode dense = estimate(FABLE, "--context", "8", "--weights", "int8");
        JsonNode sparse = estimate(FABLE, "--context", "8", "--weights", "int8", "--sparsity", "8:16", "--calibrate", "none");
        assertThat(sparse.get("bytes").asLong()).isLessThan(dense.get("bytes").asLong() * 7 / 10);
        String refused = CliRun.of(Map.of(), List.of("estimate", FABLE, "--context", "8", "--sparsity", "0.5",
                "--calibrate", "none")).err();
        assertThat(refused).contains("F1006", "one pattern N:M");
    }
}
