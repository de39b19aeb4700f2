package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.attention.AttentionMaskFile;
import org.fabricast.compiler.attention.AttentionMaskPlan;
import org.fabricast.driver.CacheDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate --sparsity}: figures and report, as a user sees them. */
class SparsityCommandTest {

    @TempDir
    private Path directory;

    private CliRun evaluate(String... options) throws IOException {
        Path text = directory.resolve("text.txt");
        Files.writeString(text, "Tom had a red ball. He liked to play with it in the park.\n");
        List<String> arguments = new ArrayList<>(List.of("evaluate", SharedFiles.project("models/fable").toString(), "--text",
                text.toString()));
        arguments.addAll(List.of(options));
        return CliRun.of(Map.of(CacheDirectory.VARIABLE, directory.resolve("cache").toString()), arguments).good();
    }

    @Test
    void everyLayerIsReportedWithItsBytes() throws IOException {
        JsonNode document = evaluate("--device", "reference", "--sparsity", "8:16", "--calibration-tokens", "256", "--weights",
                "int4", "--group", "128", "--json").json();
        assertThat(document.get("weights").asText()).isEqualTo("as imported");
        JsonNode sparsity = document.get("sparsity");
        assertThat(sparsity.get("asked").asText()).isEqualTo("8:16");
        assertThat(sparsity.get("criterion").asText()).isEqualTo("wanda");
        assertThat(sparsity.get("calibration_tokens").asInt()).isEqualTo(256);
        assertThat(sparsity.get("layers")).hasSize(4 * 7);
        // down is 128 × 384: values 24,576 · 4 bits, bitmaps of 16 bits for 128 · 24 rows of blocks, 192 descriptors of 4 bits,
        // 128 · 3 scales, all in whole units.
        JsonNode down = sparsity.get("layers").get(6);
        assertThat(down.get("name").asText()).isEqualTo("layers.0.ffn.down.weight");
        assertThat(down.get("value_bytes").asInt()).isEqualTo(12_288);
        assertThat(down.get("index_bytes").asInt()).isEqualTo(6_144);
        assertThat(down.get("descriptor_bytes").asInt()).isEqualTo(96);
        assertThat(down.get("scale_bytes").asInt()).isEqualTo(768);
        assertThat(down.get("bytes").asInt()).isEqualTo(12_288 + 6_144 + 96 + 768);
        assertThat(down.get("bytes_dense").asInt()).isEqualTo(24_576 + 768);
        assertThat(down.get("density").asDouble()).isEqualTo(0.5);
        assertThat(down.get("error").asDouble()).isBetween(0.01, 0.6);
        assertThat(down.get("index").get("bitmap").asInt()).isEqualTo(192);
        assertThat(down.get("blocks").get("8").asInt()).isEqualTo(192);
        // 4 bits: 2 + 1 + 1/64 + 1/8, and K and V each fill half a unit of descriptors.
        assertThat(sparsity.get("bits_per_weight").asDouble()).isCloseTo(3.140625 + 2 * 16 * 8 / 196_608.0, within(1e-12));
    }

    /**
     * By hand: 128, 128, 128 and 384 inputs in groups of 128, 256, 128, 768 and 128 rows. Four words for eight dense ones; a row block
     * and group takes 4 · (2 + 4) units and one of scales, a tile and group one of descriptors: 402, 201, 1,206 and 603 units.
     */
    @Test
    void aCompilationAccountsForWhatItSavesByCount() throws IOException {
        CliRun run = CliRun.of(Map.of(), List.of("compile", SharedFiles.project("models/fable").toString(), "--shape-only", "--sparsity",
                "8:16", "--weights", "int4", "--group", "128", "--json")).good();
        JsonNode sparsity = run.json().get("sparsity");
        assertThat(sparsity.get("asked").asText()).isEqualTo("8:16");
        assertThat(sparsity.get("density").asDouble()).isEqualTo(0.5);
        assertThat(sparsity.get("stored_weights").asInt()).isEqualTo(4 * 98_304);
        assertThat(sparsity.get("bytes").asInt()).isEqualTo(4 * (51 + 26 + 151 + 76) * 256);
        assertThat(sparsity.get("bytes_dense").asInt()).isEqualTo(4 * (66 + 33 + 198 + 99) * 256);
        assertThat(sparsity.get("index_bytes").asInt()).isEqualTo(4 * 196_608 / 8);
        assertThat(sparsity.get("descriptor_bytes").asInt()).isEqualTo(4 * (2 + 1 + 6 + 3) * 32);
        JsonNode cycles = sparsity.get("cycles");
        assertThat(cycles.get("array_words").asInt()).isEqualTo(4 * 96 * 4);
        assertThat(cycles.get("array_words_dense").asInt()).isEqualTo(4 * 96 * 8);
        assertThat(cycles.get("array_mv").asInt()).isEqualTo(4 * 96 * 4 * 2);
        assertThat(cycles.get("mv").asInt()).isEqualTo(4 * (51 + 26 + 151 + 76) * 4);
        assertThat(cycles.get("mv_dense").asInt()).isEqualTo(4 * (66 + 33 + 198 + 99) * 4);
        assertThat(sparsity.get("matrices")).hasSize(16);
        assertThat(run.json().get("matrices").get(0).get("pattern").asText()).isEqualTo("8:16");
    }

    @Test
    void anArtefactSaysHowEachTensorIsStored() throws IOException {
        Path calibration = directory.resolve("calibration.txt");
        Files.writeString(calibration, "Once there was a small dog.\nIt ran to the big tree.\n");
        Path artefact = directory.resolve("fable.fab");
        CliRun.of(Map.of(), List.of("compile", SharedFiles.project("models/fable").toString(), "-o", artefact.toString(), "--sparsity",
                "0.4", "--weights", "int5", "--calibration", calibration.toString())).good();
        CliRun inspected = CliRun.of(Map.of(), List.of("inspect", artefact.toString(), "--json")).good();
        assertThat(inspected.json().get("products").asText()).isEqualTo("SPARSE_DSP48E2");
        JsonNode tensors = inspected.json().get("tensors");
        assertThat(tensors).hasSize(2 + 16 + 1);
        assertThat(tensors.get(2).get("name").asText()).isEqualTo("layers.0.qkv");
        assertThat(tensors.get(2).get("pattern").asText()).isEqualTo("per block");
        assertThat(tensors.get(2).get("format").asText()).isEqualTo("int5");
        assertThat(tensors.get(18).get("pattern").asText()).isEqualTo("dense");
    }

    @Test
    void theFunctionalDeviceComputesWithTheSameWeights() throws IOException {
        Path calibration = directory.resolve("calibration.txt");
        Files.writeString(calibration, "Once there was a small dog.\nIt ran to the big tree.\n");
        String[] options = {"--sparsity", "4:16", "--weights", "int6", "--calibration", calibration.toString(), "--json"};
        double dequantised = evaluate(options).json().get("mean_nll").asDouble();
        List<String> device = new ArrayList<>(List.of(options));
        device.addAll(List.of("--device", "functional"));
        assertThat(evaluate(device.toArray(String[]::new)).json().get("mean_nll").asDouble())
                .isCloseTo(dequantised, within(0.02 * dequantised));
        double dense = evaluate("--weights", "int6", "--json").json().get("mean_nll").asDouble();
        assertThat(dequantised).isGreaterThan(1.2 * dense);
    }

    @Test
    void theTableSaysWhatTheDocumentSaysAndTheSameTwice() throws IOException {
        String[] options = {"--sparsity", "0.4", "--sparsity-scope", "model", "--calibrate", "none", "--refit", "--index-sets", "pair",
            "--calibration-tokens", "64", "--seed", "3"};
        String first = evaluate(options).out();
        assertThat(first).contains("sparsity 0.4 by magnitude, positions per pair, refitted, calibrated on 64 tokens",
                "layers.3.ffn.down.weight", "weights int8");
        assertThat(evaluate(options).out().lines().filter(line -> !line.startsWith("perplexity")))
                .containsExactlyElementsOf(first.lines().filter(line -> !line.startsWith("perplexity")).toList());
    }

    @Test
    void sparseWeightsAreQuantisedLikeDenseOnes() throws IOException {
        Path calibration = directory.resolve("calibration.txt");
        Files.writeString(calibration, "Once there was a small dog.\nIt ran to the big tree.\n");
        String[] options = {"--sparsity", "8:16", "--calibration", calibration.toString(), "--json"};
        double quantised = evaluate(options).json().get("mean_nll").asDouble();
        List<String> binary32 = new ArrayList<>(List.of(options));
        binary32.addAll(List.of("--device", "reference"));
        double exact = evaluate(binary32.toArray(String[]::new)).json().get("mean_nll").asDouble();
        assertThat(quantised).isCloseTo(exact, within(0.05 * exact)).isNotEqualTo(exact);
    }

    @Test
    void attentionMasksAreChosenReportedAndWritten() throws IOException {
        // 1,024 tokens of the model's own in contexts of 512: eight blocks of 64, 21 of 64 in sink and neighbourhood.
        Path file = directory.resolve("masks.json");
        JsonNode document = evaluate("--device", "reference", "--attention-density", "0.4", "--attention-mask", file.toString(),
                "--calibration-tokens", "1024", "--json").json();
        JsonNode attention = document.get("attention");
        assertThat(attention.get("blocks").asInt()).isEqualTo(8);
        assertThat(attention.get("density_causal").asDouble()).isEqualTo(36 / 64.0);
        // 409 of 1,024 blocks: 16 masks of 64, 0.4 of them rounded down.
        assertThat(attention.get("density").asDouble()).isCloseTo(409 / 1024.0, within(1e-12));
        assertThat(attention.get("layers")).hasSize(4).allSatisfy(layer -> {
            assertThat(layer.get("density").asDouble()).isBetween(21 / 64.0, 36 / 64.0);
            assertThat(layer.get("attention_kept").asDouble()).isBetween(0.5, 1.0);
        });
        AttentionMaskPlan plan = AttentionMaskFile.parse(Files.readString(file));
        assertThat(plan.density()).isCloseTo(409 / 1024.0, within(1e-12));
        // The text is shorter than a block, and a block attends to itself: nothing changes.
        double plain = evaluate("--device", "reference", "--json").json().get("mean_nll").asDouble();
        assertThat(document.get("mean_nll").asDouble()).isEqualTo(plain);
    }
}
