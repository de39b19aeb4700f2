package org.fabricast.compiler.frontend.hf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.WeightFile;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class SafetensorsHeaderTest {

    @TempDir
    Path directory;

    @Test
    void tensorsAreFoundWithTypeShapeAndPlace() throws IOException {
        byte[] file = new SafetensorsWriter().add("a", DType.F16, new float[] {1, 2, 3}, 3)
                .add("empty", DType.F32, new float[0], 0, 7).add("b", DType.F32, new float[] {4, 5}, 2, 1).bytes();
        Findings findings = new Findings();
        try (WeightFile opened = WeightFile.open(Files.write(directory.resolve("x"), file))) {
            SafetensorsHeader header = SafetensorsHeader.read(opened, findings);
            assertThat(findings.list()).isEmpty();
            assertThat(header.entries().keySet()).containsExactly("a", "empty", "b");
            SafetensorsHeader.Entry b = header.entries().get("b");
            assertThat(b.shape()).containsExactly(2L, 1L);
            assertThat(opened.floats(header.offset(b), 2, DType.F32)).containsExactly(4, 5);
            assertThat(opened.floats(header.offset(header.entries().get("a")), 3, DType.F16)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void tensorsBeyondTwoGibibytesAreReached() throws IOException {
        long large = 3L << 30;
        String header = "{" + SafetensorsWriter.entry("large", "U8", "[" + large + "]", 0, large) + ","
                + SafetensorsWriter.entry("behind", "F32", "[2]", large, large + 8) + "}";
        Path path = directory.resolve("x");
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            out.write(ByteBuffer.wrap(SafetensorsWriter.file(header, new byte[0])));
            ByteBuffer end = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).flip();
            out.write(end, 8 + header.length() + large);
        }
        Findings findings = new Findings();
        try (WeightFile opened = WeightFile.open(path)) {
            SafetensorsHeader table = SafetensorsHeader.read(opened, findings);
            assertThat(findings.list()).isEmpty();
            assertThat(opened.floats(table.offset(table.entries().get("behind")), 2, DType.F32)).containsExactly(1.5f, -2);
        }
    }

    static Stream<Arguments> damaged() {
        byte[] good = new SafetensorsWriter().add("a", DType.F32, new float[] {1}, 1).bytes();
        return Stream.of(
                of("empty", new byte[0], ErrorCode.F2015, "expected a header length of 8 bytes, found 0 bytes"),
                of("cut in the length", Arrays.copyOf(good, 7), ErrorCode.F2015, "found 7 bytes"),
                of("cut in the header", Arrays.copyOf(good, 20), ErrorCode.F2015, "header length: expected 2 to 12"),
                of("length beyond the file", length(good, 1_000_000), ErrorCode.F2015, "found 1000000"),
                of("length beyond the format", length(good, 200_000_000_000L), ErrorCode.F2015, "found 200000000000"),
                of("length negative", length(good, -1), ErrorCode.F2015, "found 18446744073709551615"),
                of("not JSON", header("{\"a\":", 4), ErrorCode.F2003, "header: expected JSON"),
                of("an array", header("[1, 2]", 4), ErrorCode.F2015, "header: expected an object"),
                of("text behind", header("{} {}", 0), ErrorCode.F2015, "expected nothing behind the object"),
                of("a field twice in an entry",
                        header("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
                        ErrorCode.F2003, "header: expected JSON"),
                of("no type", header("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4), ErrorCode.F2016,
                        "tensor a: expected dtype, shape and two data_offsets"),
                of("one offset", header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4), ErrorCode.F2016,
                        "two data_offsets"),
                of("entry that is a number", header("{\"a\":7}", 4), ErrorCode.F2016, "found 7"),
                of("negative offset", table("F32", "[1]", -4, 0), ErrorCode.F2016, "numbers from 0"),
                of("negative extent", table("F32", "[-1]", 0, 4), ErrorCode.F2016, "numbers from 0"),
                of("fraction", table("F32", "[1.0]", 0, 4), ErrorCode.F2016, "numbers from 0"),
                of("type of the future", table("F128", "[1]", 0, 4), ErrorCode.F2014, "found F128"),
                of("end before begin", table("F32", "[1]", 4, 0), ErrorCode.F2016, "found 4 to 0"),
                of("end behind the file", table("F32", "[2]", 0, 8), ErrorCode.F2016, "inside 4 bytes, found 0 to 8"),
                of("end far behind the file", table("F32", "[1]", 0, Long.MAX_VALUE), ErrorCode.F2016, "found 0 to 9223372036854775807"),
                of("length of another shape", table("F32", "[2]", 0, 4), ErrorCode.F2016, "F32[2] to have 8 bytes, found 4 bytes"),
                of("shape beyond counting", table("F32", "[4294967296,4294967296]", 0, 4), ErrorCode.F2016, "found 4 bytes"),
                of("overlap", header("{" + SafetensorsWriter.entry("a", "F32", "[2]", 0, 8) + ","
                        + SafetensorsWriter.entry("b", "F32", "[2]", 4, 12) + "}", 12), ErrorCode.F2017,
                        "tensor b: expected to begin behind a at 8, found begin 4"),
                of("the same place twice", header("{" + SafetensorsWriter.entry("a", "F32", "[1]", 0, 4) + ","
                        + SafetensorsWriter.entry("b", "F32", "[1]", 0, 4) + "}", 4), ErrorCode.F2017, "found begin 0"),
                of("gap", header("{" + SafetensorsWriter.entry("a", "F32", "[1]", 0, 4) + ","
                        + SafetensorsWriter.entry("b", "F32", "[1]", 8, 12) + "}", 12), ErrorCode.F2018,
                        "tensor b: expected to begin behind a at 4, found 4 bytes between"),
                of("gap at the beginning", table("F32", "[1]", 4, 8, 8), ErrorCode.F2018, "found 4 bytes between"),
                of("bytes at the end", Arrays.copyOf(good, good.length + 5), ErrorCode.F2018, "found 5 more bytes"),
                of("cut at the end", Arrays.copyOf(good, good.length - 1), ErrorCode.F2016, "inside 3 bytes"),
                of("one name twice", header("{" + SafetensorsWriter.entry("a", "F32", "[1]", 0, 4) + ","
                        + SafetensorsWriter.entry("a", "F32", "[1]", 4, 8) + "}", 8), ErrorCode.F2019, "tensor a: "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void isRefused(String name, byte[] file, ErrorCode code, String said) throws IOException {
        assertThat(findings(Files.write(directory.resolve("x"), file))).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(code);
            assertThat(d.text()).contains(directory.resolve("x").toString()).contains(said);
        });
    }

    @Test
    void severalBadEntriesAreSaidAtOnce() throws IOException {
        byte[] file = header("{" + SafetensorsWriter.entry("a", "F32", "[1]", 0, 5) + ","
                + SafetensorsWriter.entry("b", "X", "[1]", 0, 4) + "," + SafetensorsWriter.entry("c", "F32", "[1]", 9, 3) + "}", 4);
        assertThat(findings(Files.write(directory.resolve("x"), file))).extracting(Diagnostic::code)
                .containsExactly(ErrorCode.F2016, ErrorCode.F2014, ErrorCode.F2016);
    }

    @Test
    void aPublishedFileWithFiveSurplusBytesIsRefused() {
        assertThat(findings(SharedFiles.shared("vectors/formats/weight-inspect-tiny.safetensors"))).singleElement()
                .satisfies(d -> {
                    assertThat(d.code()).isEqualTo(ErrorCode.F2018);
                    assertThat(d.found()).isEqualTo("5 more bytes");
                });
    }

    private static List<Diagnostic> findings(Path path) {
        Findings findings = new Findings();
        try (WeightFile opened = WeightFile.open(path)) {
            SafetensorsHeader.read(opened, findings);
        }
        return findings.list();
    }

    private static Arguments of(String name, byte[] file, ErrorCode code, String said) {
        return Arguments.of(name, file, code, said);
    }

    private static byte[] header(String json, int dataBytes) {
        return SafetensorsWriter.file(json, new byte[dataBytes]);
    }

    private static byte[] table(String type, String shape, long begin, long end) {
        return table(type, shape, begin, end, 4);
    }

    private static byte[] table(String type, String shape, long begin, long end, int dataBytes) {
        return header("{" + SafetensorsWriter.entry("a", type, shape, begin, end) + "}", dataBytes);
    }

    private static byte[] length(byte[] file, long length) {
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return copy;
    }
}
