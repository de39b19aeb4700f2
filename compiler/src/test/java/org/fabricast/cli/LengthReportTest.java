package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of instructions of a large model, and a bucketed artefact that runs. */
class LengthReportTest {

    private static final long KIB = 1 << 10;

    @TempDir
    private Path directory;

    @Test
    void aModelOfSevenBillionWeightsTakesAtMost256KiBOfInstructionsForAllLengthsAndCores() {
        long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        JsonNode report = CliRun.of(Map.of(), List.of("compile", SharedFiles.shared("configs/hf/llama-2-7b.json").toString(),
                "--board", "u280", "--shape-only", "--length-report", "2048", "--json")).good().json();
        // Time of the processor, not of a clock on the wall: other work on the machine is no finding.
        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began).isBetween(1L, 10_000_000_000L);
        assertThat(report.get("cores").asInt()).isEqualTo(3);
        assertThat(report.get("program_bytes").asLong()).isLessThanOrEqualTo(256 * KIB)
                .isEqualTo(3 * 32 * report.get("instructions").asLong());
        JsonNode bytes = report.get("instruction_bytes");
        assertThat(bytes.at("/parametric/bytes").asLong()).isEqualTo(report.get("program_bytes").asLong());
        assertThat(bytes.at("/naive/files").asInt()).isEqualTo(2 * 2048 * 3);
        assertThat(bytes.at("/bucketed/prefill_buckets").asInt()).isEqualTo(16);
        assertThat(bytes.at("/bucketed/decode_buckets").asInt()).isEqualTo(128);
        // Bucketing saves more than two orders of magnitude, as published; loops and registers five more.
        assertThat(bytes.at("/naive/bytes").asDouble() / bytes.at("/bucketed/bytes").asDouble()).isGreaterThan(300);
        assertThat(bytes.at("/bucketed/bytes").asDouble() / bytes.at("/parametric/bytes").asDouble()).isGreaterThan(1e4);
    }

    @Test
    void aBucketedArtefactContinuesAPromptWithTheSameTokens() {
        String artefact = directory.resolve("fable.fab").toString();
        String model = SharedFiles.project("models/fable").toString();
        JsonNode report = CliRun.of(Map.of(), List.of("compile", model, "-o", artefact, "--lengths", "bucketed",
                "--prefill-buckets", "16,512", "--json")).good().json();
        assertThat(report.get("lengths").asText()).isEqualTo("bucketed");
        assertThat(run(artefact)).isEqualTo(run(model));
    }

    private JsonNode run(String subject) {
        return CliRun.of(Map.of("FABRICAST_CACHE", directory.resolve("cache").toString()), List.of("run", subject, "--prompt",
                "Tom had a red ball", "--tokens", "24", "--json")).good().json().get("tokens");
    }
}
