package org.fabricast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fabricast.compiler.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizeCommandTest {

    @TempDir
    private Path directory;

    private static CliRun quantize(Object... arguments) {
        return CliRun.of(Map.of(), Stream.concat(Stream.of("quantize"),
                Stream.of(arguments).map(Object::toString)).toList()).good();
    }

    private Path matrix(int rows, int cols, float... values) throws IOException {
        return Files.write(directory.resolve("m.npy"), NpyFiles.float32(rows, cols, values));
    }

    @Test
    void a_matrix_is_shown_group_by_group_the_same_on_screen_and_in_the_file() throws IOException {
        Path file = directory.resolve("out.json");
        JsonNode shown = quantize(matrix(2, 4, 3, 4, -4, 1, 12, -8, 4, 2.5f), "--weights", "bitmod3", "--group", "4", "-o", file, "--json")
                .json();
        assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(shown);
        assertThat(shown.get("rows").asInt()).isEqualTo(2);
        assertThat(shown.get("cols").asInt()).isEqualTo(4);
        assertThat(shown.get("group").asInt()).isEqualTo(4);
        assertThat(shown.get("weights").asText()).isEqualTo("bitmod3");
        assertThat(shown.get("scale").toString()).isEqualTo("[[1],[2]]");
        assertThat(shown.get("datatype").toString()).isEqualTo("[[\"fp3_er_pos\"],[\"fp3_ea_pos\"]]");
        // 2.5 / 2 = 1.25 -> 1.
        assertThat(shown.get("levels").toString()).isEqualTo("[[3,4,-4,1],[6,-4,2,1]]");
        assertThat(shown.get("dequantised").toString()).isEqualTo("[[3.0,4.0,-4.0,1.0],[12.0,-8.0,4.0,2.0]]");
        assertThat(shown.get("mse").asDouble()).isCloseTo(0.25 / 8, within(1e-12));
        assertThat(shown.get("bits_per_weight").asDouble()).isCloseTo(3 + 34.0 / 4, within(1e-12));
        assertThat(shown.get("datatypes").get(2).get("groups").asInt()).isEqualTo(1);
    }

    @Test
    void scales_of_two_levels_and_zero_points_are_shown() throws IOException {
        JsonNode shown = quantize(matrix(1, 4, -5, 10, -1, 2), "--weights", "int4a", "--group", "2", "--scales", "int8", "--json").json();
        // Scales 15/15 and 3/15 of the row's 1/255: 255 and 51.
        assertThat(shown.get("zero_point").toString()).isEqualTo("[[5,5]]");
        assertThat(shown.get("q_scale").toString()).isEqualTo("[[255,51]]");
        assertThat((float) shown.get("scale_channel").get(0).asDouble()).isEqualTo(1f / 255);
        assertThat((float) shown.get("scale").get(0).get(1).asDouble()).isEqualTo(0.2f);
        assertThat(shown.get("levels").toString()).isEqualTo("[[0,15,0,15]]");
    }

    @Test
    void a_model_is_shown_matrix_by_matrix_and_written_whole() throws IOException {
        Path file = directory.resolve("model.json");
        JsonNode shown = quantize(SharedFiles.project("models/fable"), "--weights", "mxfp4", "--group", "128", "-o", file, "--json").json();
        JsonNode written = new ObjectMapper().readTree(file.toFile());
        assertThat(shown.get("parameters").asLong()).isEqualTo(written.get("parameters").asLong());
        assertThat(shown.get("bits_per_weight").asDouble()).isCloseTo(4.25, within(1e-12));
        assertThat(shown.get("matrices").size()).isEqualTo(written.get("matrices").size()).isGreaterThan(20);
        assertThat(shown.get("matrices").get(0).has("levels")).isFalse();
        JsonNode first = written.get("matrices").get(0);
        assertThat(first.get("group").asInt()).isEqualTo(32);
        assertThat(first.get("levels").size()).isEqualTo(first.get("rows").asInt());
        assertThat(first.get("levels").get(0).size()).isEqualTo(first.get("cols").asInt());
    }

    @Test
    void text_says_error_and_bits() throws IOException {
        String out = quantize(matrix(1, 2, 7, -3), "--weights", "int4", "--group", "2").out();
        assertThat(out).contains("1 × 2 in groups of 2", "int4, 20.0000 bits", "relative error 0.000 %");
        assertThat(List.of(directory.toFile().list())).containsExactly("m.npy");
    }
}
