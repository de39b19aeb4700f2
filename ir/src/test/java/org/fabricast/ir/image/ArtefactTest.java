package org.fabricast.ir.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hash.Sha256;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactTest {

    @TempDir
    private Path parent;

    private static Manifest manifest(List<ArtefactFile> files) {
        HardwareConfig config = HardwareConfig.sim64();
        return new Manifest("core", files, new ModelSummary("fable", "llama", 1000, 2, 8, 16, 32),
                new BoardFacts("sim64", 64, 16), config, config.hash(),
                List.of(new MemoryRegion(RegionName.PROGRAM, 0, 64), new MemoryRegion(RegionName.WEIGHTS, 4096, 128),
                        new MemoryRegion(RegionName.KV, 8192, 4096), new MemoryRegion(RegionName.IO, 1L << 33, 64 * 32)),
                new ProgramFacts(0, 1, 2, 64, 32, 31, "tokenizer.json", OptionalInt.of(1), true, List.of(2, 3)),
                new WeightImage(List.of(new WeightTensor("embedding", WeightFormat.FP16, 16, 2, 2, ScaleForm.NONE,
                                IndexForm.NONE, Tiling.ROWS, 1, 0, 64),
                        new WeightTensor("wq", WeightFormat.INT8, 2, 2, 64, ScaleForm.BINARY16_INTERLEAVED, IndexForm.NONE,
                                Tiling.STREAM, 1, 64, 64)), 128),
                new StepCosts(1, 2, 3, 4, 5, 6, 7), Versions.CURRENT);
    }

    private Artefact write(Path place) throws IOException {
        try (ArtefactWriter writer = ArtefactWriter.begin(place)) {
            writer.file("program.bin", new byte[64]);
            writer.text("rtl/core.v", "module core; endmodule\n");
            writer.text("tokenizer.json", "{}");
            try (OutputStream out = writer.stream("weights.bin")) {
                out.write(new byte[128]);
            }
            return writer.finish(ArtefactTest::manifest);
        }
    }

    private static void refused(Runnable action, ErrorCode... codes) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).extracting(d -> d.code()).containsExactly(codes));
    }

    @Test
    void what_was_written_is_read_and_nothing_else_is_left() throws IOException {
        Path place = parent.resolve("deep/out");
        Artefact written = write(place);
        Artefact read = ArtefactReader.open(place);
        assertThat(read.manifest()).isEqualTo(written.manifest());
        assertThat(read.manifest().files()).extracting(ArtefactFile::path)
                .containsExactly("program.bin", "rtl/core.v", "tokenizer.json", "weights.bin");
        // SHA-256 of "{}", from any other tool.
        assertThat(read.manifest().files().get(2).sha256())
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(read.bytes("weights.bin")).hasSize(128);
        assertThat(read.rtl()).containsExactly(place.toAbsolutePath().resolve("rtl/core.v"));
        assertThat(read.manifest().region(RegionName.IO).base()).isEqualTo(1L << 33);
        assertThat(Files.list(place.getParent())).hasSize(1);
        assertThatThrownBy(() -> read.path("../secret")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_same_contents_give_the_same_bytes_in_any_place() throws IOException {
        write(parent.resolve("a"));
        write(parent.resolve("b"));
        assertThat(parent.resolve("a/manifest.json")).hasSameBinaryContentAs(parent.resolve("b/manifest.json"));
    }

    @Test
    void keys_of_the_manifest_are_in_snake_case() throws IOException {
        write(parent.resolve("a"));
        assertThat(Files.readString(parent.resolve("a/manifest.json"))).contains("\"top\" : \"core\"",
                "\"configuration_hash\" : \"" + HardwareConfig.sim64().hash() + "\"", "\"memory_map\" : [",
                "\"logits_stride_bytes\" : 64", "\"format\" : \"int8\"", "\"name\" : \"kv\"", "\"bos\" : 1");
    }

    @Test
    void a_model_without_a_beginning_token_survives_json() {
        Manifest manifest = manifest(List.of());
        ProgramFacts facts = new ProgramFacts(0, 1, 2, 64, 32, 31, "", OptionalInt.empty(), false, List.of());
        Manifest without = new Manifest(manifest.top(), manifest.files(), manifest.model(), manifest.board(),
                manifest.configuration(), manifest.configurationHash(), manifest.memoryMap(), facts, manifest.weights(),
                manifest.costs(), manifest.versions());
        assertThat(ManifestJson.read("m", ManifestJson.write(without))).isEqualTo(without);
    }

    @Test
    void an_artefact_is_replaced_but_nothing_else_is() throws IOException {
        Path place = parent.resolve("out");
        write(place);
        Files.writeString(place.resolve("extra.txt"), "left over");
        write(place);
        assertThat(place.resolve("extra.txt")).doesNotExist();
        Path empty = Files.createDirectory(parent.resolve("empty"));
        write(empty);
        ArtefactReader.open(empty);

        Path home = Files.createDirectory(parent.resolve("home"));
        Files.writeString(home.resolve("letter.txt"), "dear");
        refused(() -> ArtefactWriter.begin(home), ErrorCode.F1003);
        refused(() -> ArtefactWriter.begin(home.resolve("letter.txt")), ErrorCode.F1003);
        refused(() -> ArtefactWriter.begin(home.resolve("letter.txt/under")), ErrorCode.F1003);
        assertThat(home.resolve("letter.txt")).hasContent("dear");
    }

    @Test
    void an_unfinished_artefact_leaves_no_trace() throws IOException {
        Path place = parent.resolve("out");
        write(place);
        try (ArtefactWriter writer = ArtefactWriter.begin(place)) {
            writer.text("program.bin", "half");
            assertThatThrownBy(() -> writer.finish(files -> {
                throw new IllegalStateException("compiler bug");
            })).hasMessage("compiler bug");
        }
        ArtefactReader.open(place);
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).containsExactly(place);
        }
    }

    @Test
    void paths_out_of_the_directory_are_refused() {
        for (String path : List.of("", "/etc/x", "../x", "a/../../x", "a//b", "a\\b", "./x")) {
            assertThatThrownBy(() -> new ArtefactFile(path, 0, "0".repeat(64))).as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_is_no_artefact_is_refused() throws IOException {
        refused(() -> ArtefactReader.open(parent.resolve("nowhere")), ErrorCode.F9001);
        refused(() -> ArtefactReader.open(parent), ErrorCode.F9001);
        Path place = write(parent.resolve("out")).directory();
        String good = Files.readString(place.resolve("manifest.json"));
        for (String bad : List.of("", "[]", "{}", "null", "{\"top\": 3}", good + "x", good.replace("\"core\"", "null"),
                good.replace("\"array\" : 8", "\"array\" : 7"), good.replace("\"path\" : \"program.bin\"", "\"path\" : \"../p\""),
                good.replace("\"instructions\" : 2", "\"instructions\" : \"2\""),
                good.replace("\"instructions\" : 2,", ""), good.replace("\"top\"", "\"tip\""))) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(place.resolve("manifest.json"), bad);
            refused(() -> ArtefactReader.open(place), ErrorCode.F9001);
        }
    }

    @Test
    void another_version_is_said_before_anything_else() throws IOException {
        Path place = write(parent.resolve("out")).directory();
        String good = Files.readString(place.resolve("manifest.json"));
        int at = good.indexOf("\"versions\"");
        Files.writeString(place.resolve("manifest.json"), good.substring(0, at)
                + good.substring(at).replace("\"isa\" : ", "\"isa\" : 9") .replace("}\n}", "},\n  \"news\" : 1\n}"));
        refused(() -> ArtefactReader.open(place), ErrorCode.F9002);
    }

    @Test
    void missing_and_changed_files_are_found_all_at_once() throws IOException {
        Path place = write(parent.resolve("out")).directory();
        Files.delete(place.resolve("tokenizer.json"));
        Files.write(place.resolve("weights.bin"), new byte[127]);
        byte[] program = new byte[64];
        program[63] = 1;
        Files.write(place.resolve("program.bin"), program);
        refused(() -> ArtefactReader.open(place), ErrorCode.F9004, ErrorCode.F9003, ErrorCode.F9004);
        assertThat(ErrorCode.F9004.exit().code()).isEqualTo(9);
    }

    @Test
    void a_manifest_that_contradicts_itself_is_refused() throws IOException {
        Path place = write(parent.resolve("out")).directory();
        String good = Files.readString(place.resolve("manifest.json"));
        Files.writeString(place.resolve("manifest.json"), good
                .replace(HardwareConfig.sim64().hash(), HardwareConfig.sim256().hash())
                .replace("\"instructions\" : 2", "\"instructions\" : 3").replace("\"bytes\" : 128\n  },\n  \"costs\"",
                        "\"bytes\" : 192\n  },\n  \"costs\""));
        refused(() -> ArtefactReader.open(place), ErrorCode.F9005, ErrorCode.F9005, ErrorCode.F9005);
        Files.writeString(place.resolve("manifest.json"), good.replaceAll("\\{\\s*\"path\" : \"weights.bin\"[^}]*\\}",
                        "{\"path\":\"other\",\"bytes\":0,\"sha256\":\"" + Sha256.of(new byte[0]) + "\"}"));
        Files.write(place.resolve("other"), new byte[0]);
        refused(() -> ArtefactReader.open(place), ErrorCode.F9005);
    }

    @Test
    void a_region_too_small_for_what_the_program_writes_is_refused() throws IOException {
        Path place = write(parent.resolve("out")).directory();
        String good = Files.readString(place.resolve("manifest.json"));
        String small = good.replaceAll("(?<head>\"name\" : \"(?:kv|io)\",\\s*\"base\" : \\d+,\\s*\"bytes\" : )\\d+", "${head}64");
        assertThat(small).isNotEqualTo(good);
        Files.writeString(place.resolve("manifest.json"), small);
        refused(() -> ArtefactReader.open(place), ErrorCode.F9005, ErrorCode.F9005);
    }

    @Test
    void a_memory_map_beyond_any_memory_is_refused() throws IOException {
        Path place = write(parent.resolve("out")).directory();
        String good = Files.readString(place.resolve("manifest.json"));
        Files.writeString(place.resolve("manifest.json"), good.replace(String.valueOf(1L << 33), String.valueOf(1L << 50)));
        refused(() -> ArtefactReader.open(place), ErrorCode.F9001);
    }

    @Test
    void tensors_must_be_aligned_distinct_and_apart() {
        WeightTensor a = new WeightTensor("a", WeightFormat.INT8, 1, 1, 1, ScaleForm.NONE, IndexForm.NONE, Tiling.STREAM, 1, 0, 65);
        WeightTensor b = new WeightTensor("b", WeightFormat.INT8, 1, 1, 1, ScaleForm.NONE, IndexForm.NONE, Tiling.STREAM, 1, 64, 64);
        assertThatThrownBy(() -> new WeightImage(List.of(a, b), 128)).hasMessageContaining("overlaps");
        assertThatThrownBy(() -> new WeightImage(List.of(b, b), 256)).hasMessageContaining("two tensors");
        assertThatThrownBy(() -> new WeightImage(List.of(b), 64)).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> new WeightTensor("c", WeightFormat.INT8, 1, 1, 1, ScaleForm.NONE, IndexForm.NONE,
                Tiling.STREAM, 1, 8, 1)).hasMessageContaining("multiple of 64");
        assertThat(new WeightImage(List.of(b), 128).tensor("b")).contains(b);
    }
}
