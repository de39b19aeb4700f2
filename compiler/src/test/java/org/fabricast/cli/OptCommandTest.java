package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OPT-6.7B by its published configuration alone, for the U280. */
class OptCommandTest {

    private static final double MATRICES = 32 * (4.0 * 4096 * 4096 + 2.0 * 4096 * 16384) + 50272.0 * 4096;
    private static final int CORES = 3;
    /** Embedding, positions, biases of 32 layers (those of K and V have no place), the final norm. */
    private static final double TABLES = 2.0 * ((50272 + 2048 + 2) * 4096 + 32 * (3 * 4096 + 16384));

    private static JsonNode compiled(String weights, String... more) {
        List<String> arguments = new ArrayList<>(List.of("compile", SharedFiles.shared("configs/hf/opt-6.7b.json").toString(),
                "--board", "u280", "--shape-only", "--weights", weights, "--group", "128", "--json"));
        arguments.addAll(List.of(more));
        return CliRun.of(Map.of(), arguments).good().json();
    }

    @Tag("long")
    @Test
    void bucketsTakeTenThousandTimesTheBytesOfTheProgramForAllLengths() {
        JsonNode report = compiled("mixed", "--length-report", "2048");
        assertThat(report.at("/instruction_bytes/parametric/bytes").asLong()).isEqualTo(report.get("program_bytes").asLong());
        assertThat(report.at("/instruction_bytes/bucketed/bytes").asDouble() / report.get("program_bytes").asDouble())
                .isGreaterThan(1e4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "int4", "mixed"})
    void itsShapesCompileIntoOneSmallProgram(String weights) {
        JsonNode report = compiled(weights);
        // What the model's authors count but for two rows of positions that no position has.
        assertThat(report.at("/model/parameters").asLong()).isEqualTo(6_658_473_984L - 2 * 4096);
        assertThat(report.get("program_bytes").asLong()).isLessThanOrEqualTo(256 << 10);
        double bits = switch (weights) {
            case "int8" -> 8;
            case "int4" -> 4;
            default -> 3.5;
        };
        // A scale of 16 bits for 128 weights; every core has all tables. 32 heads are 33 for three cores, so Q, K and V grow by
        // 3 %, other matrices by under 1 %.
        double expected = MATRICES * (bits + 16.0 / 128) / 8 + CORES * TABLES;
        assertThat(report.get("weight_bytes").asDouble()).isBetween(0.995 * expected, 1.02 * expected);
    }
}
