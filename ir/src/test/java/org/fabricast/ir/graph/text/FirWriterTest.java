package org.fabricast.ir.graph.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.GraphBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirWriterTest {

    @Test
    void whatItWritesIsReadBackExactly(@TempDir Path directory) throws Exception {
        for (Graph graph : List.of(SampleGraphs.llama(), SampleGraphs.everything())) {
            Path file = directory.resolve("model.fir");
            FirWriter.write(graph, file);
            assertThat(FirReader.read(file)).isEqualTo(graph);
        }
    }

    @Test
    void tensorsLongerThanABufferKeepTheirOrder(@TempDir Path directory) throws Exception {
        float[] data = new float[3 * 70_001];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        GraphBuilder b = new GraphBuilder("long", 3, 1);
        Tensor table = Tensor.f32("table", data, 3, 70_001);
        Value x = b.embedding("x", table);
        Graph graph = b.build(new ModelFacts(OptionalInt.empty(), List.of(), true),
                b.linear("y", x, table, Optional.empty()));
        Path file = directory.resolve("long.fir");
        FirWriter.write(graph, file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("long.bin")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(4 * data.length);
        assertThat(bytes.getFloat(4 * 210_002)).isEqualTo(210_002f);
        assertThat(FirReader.read(file)).isEqualTo(graph);
    }

    @Test
    void leavesOnlyTheTwoFilesAndTheSameBytesEachTime(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("model.fir");
        FirWriter.write(SampleGraphs.llama(), file);
        byte[] text = Files.readAllBytes(file);
        byte[] side = Files.readAllBytes(directory.resolve("model.bin"));
        FirWriter.write(SampleGraphs.llama(), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(text);
        assertThat(Files.readAllBytes(directory.resolve("model.bin"))).isEqualTo(side);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("model.fir", "model.bin");
        }
    }
}
