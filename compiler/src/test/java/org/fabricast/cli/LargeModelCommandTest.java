package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** LLaMA-2-7B without its weights; the figures are in {@code docs/flightllm.md}. */
class LargeModelCommandTest {

    /** A published decode step of 512 positions. */
    private static final Map<String, Integer> PUBLISHED = Map.of("LD", 89_554, "ST", 418, "MV", 8_830, "MISC", 4_545);

    @Test
    @Timeout(60)
    void one_program_serves_every_length_and_its_step_has_fewer_loads_and_runs_than_the_published_one() {
        JsonNode report = CliRun.of(Map.of(), List.of("compile", SharedFiles.shared("configs/hf/llama-2-7b.json").toString(),
                "--board", "u280", "--shape-only", "--json")).good().json();
        assertThat(report.get("lengths").asText()).isEqualTo("parametric");
        assertThat(report.get("program_bytes").asLong()).isLessThanOrEqualTo(256 << 10);
        JsonNode stored = report.get("instructions_per_queue");
        JsonNode executed = report.get("instructions_per_step");
        assertThat(stored.properties().stream().mapToLong(queue -> queue.getValue().asLong()).sum())
                .isEqualTo(report.get("instructions").asLong());
        for (String queue : List.of("LD", "MV", "MISC")) {
            assertThat(executed.get(queue).asInt()).as("%s: %s, published %s", queue, executed, PUBLISHED)
                    .isLessThan(PUBLISHED.get(queue));
        }
        // Four matrices in each of 32 layers and the classifier; K and V of 11 heads of each of 3 cores, scales stored apart.
        assertThat(executed.get("MV").asInt()).isGreaterThanOrEqualTo(32 * 4 + 1);
        assertThat(executed.get("ST").asInt()).isGreaterThanOrEqualTo(32 * 11 * 4);
    }
}
