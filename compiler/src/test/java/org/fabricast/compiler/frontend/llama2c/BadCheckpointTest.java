package org.fabricast.compiler.frontend.llama2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a checkpoint can be wrong, and what is said about it. */
@Timeout(5)
class BadCheckpointTest {

    private static final Function<String, float[]> WEIGHTS = Llama2cFrontendTest.random(Checkpoint.SMALL, 9);
    private static final byte[] LEGACY = Checkpoint.SMALL.version0(WEIGHTS);
    private static final byte[] MODERN = Checkpoint.SMALL.version1(WEIGHTS);
    private static final byte[] QUANTISED = Checkpoint.SMALL.version2(8, WEIGHTS);
    private static final int HIDDEN = 1;
    private static final int LAYERS = 2;
    private static final int HEADS = 3;
    private static final int KV_HEADS = 4;
    private static final int VOCAB = 5;
    private static final int CONTEXT = 6;

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                of("empty", new byte[0], ErrorCode.F2006, "m.bin: expected a header of 28 bytes, found 0 bytes"),
                of("cut in the header", Arrays.copyOf(LEGACY, 27), ErrorCode.F2006, "found 27 bytes"),
                of("cut by one byte", Arrays.copyOf(LEGACY, LEGACY.length - 1), ErrorCode.F2006,
                        "expected " + LEGACY.length + " bytes, as its header says, found " + (LEGACY.length - 1) + " bytes"),
                of("longer by one byte", Arrays.copyOf(LEGACY, LEGACY.length + 1), ErrorCode.F2007,
                        "found " + (LEGACY.length + 1) + " bytes"),
                of("version 1 cut", Arrays.copyOf(MODERN, MODERN.length - 4), ErrorCode.F2006, "as its header says"),
                of("version 1 longer", Arrays.copyOf(MODERN, MODERN.length + 4), ErrorCode.F2007, "as its header says"),
                of("version 1 cut in the header", Arrays.copyOf(MODERN, 255), ErrorCode.F2006, "a header of 256 bytes"),
                of("version 2 cut", Arrays.copyOf(QUANTISED, QUANTISED.length - 1), ErrorCode.F2006, "as its header says"),
                of("version 2 longer", Arrays.copyOf(QUANTISED, QUANTISED.length + 1), ErrorCode.F2007, "as its header says"),
                of("version 3", ints(MODERN, 4, 3), ErrorCode.F2008, "found version 3"),
                of("version 0 in the new header", ints(MODERN, 4, 0), ErrorCode.F2008, "found version 0"),
                of("flag that is none", bytes(MODERN, 36, 2), ErrorCode.F2005, "shared classifier: expected 0 or 1, found 2"),
                of("group of zero", ints(QUANTISED, 37, 0), ErrorCode.F2005, "group size: expected 1 to 1048576, found 0"),
                of("group negative", ints(QUANTISED, 37, -64), ErrorCode.F2005, "found -64"),
                of("group that divides nothing", ints(QUANTISED, 37, 7), ErrorCode.F2008,
                        "tensor embedding.table: expected elements in whole groups of 7, found 128 elements"),
                dims("dim zero", 0, 0, "dim: expected 1 to 1048576, found 0"),
                dims("dim negative", 0, -8, "dim: expected 1 to 1048576, found -8"),
                dims("dim absurd", 0, Integer.MAX_VALUE, "dim: expected 1 to 1048576, found 2147483647"),
                dims("hidden zero", HIDDEN, 0, "hidden: "),
                dims("hidden absurd", HIDDEN, 1 << 30, "hidden: "),
                dims("layers negative", LAYERS, -1, "layers: "),
                dims("layers absurd", LAYERS, 1 << 30, "layers: "),
                dims("heads zero", HEADS, 0, "heads: "),
                dims("kv heads zero", KV_HEADS, 0, "kv heads: "),
                dims("vocabulary zero", VOCAB, 0, "vocabulary: "),
                dims("vocabulary without counterpart", VOCAB, Integer.MIN_VALUE, "vocabulary: "),
                dims("context zero", CONTEXT, 0, "context: "),
                dims("context absurd", CONTEXT, Integer.MAX_VALUE, "context: "),
                dims("heads that do not divide dim", HEADS, 3, "dim: expected a multiple of heads 3, found 8"),
                dims("kv heads that do not divide heads", KV_HEADS, 3, "heads: expected a multiple of kv heads 3, found 2"),
                dims("heads of one element", HEADS, 8, "head size: expected an even number from 2, found 1"),
                of("vocabulary negative in version 1", ints(MODERN, 8 + 4 * VOCAB, -16), ErrorCode.F2005, "vocabulary: "),
                of("largest header on a short file", header(1 << 20, 1 << 20, 1 << 12, 1 << 10, 1, 1 << 22, 1 << 24),
                        ErrorCode.F2006, "found 28 bytes"),
                of("a weight that is no number", floats(LEGACY, 28 + 4 * 5, Float.NaN), ErrorCode.F2106,
                        "tensor embedding.table, element 5: expected finite numbers, found NaN"),
                of("an infinite weight", floats(MODERN, 256 + 4 * 8, Float.NEGATIVE_INFINITY), ErrorCode.F2106,
                        "tensor layers.1.attention.norm.weight, element 0: expected finite numbers, found -Infinity"),
                of("a scale that is no number", floats(QUANTISED, QUANTISED.length - 4, Float.NaN), ErrorCode.F2106,
                        "tensor layers.1.ffn.up.weight, element 88: expected finite numbers, found NaN and 7 more"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isRefused(String name, byte[] file, ErrorCode code, String said) throws IOException {
        Path path = Files.write(directory.resolve("m.bin"), file);
        FabricastException e = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(path, Optional.empty()));
        assertThat(e).isNotNull().hasMessageContaining(said);
        assertThat(e.diagnostics()).allSatisfy(d -> assertThat(d.code()).isEqualTo(code));
        assertThat(e.diagnostics()).first().satisfies(d -> assertThat(d.subject()).startsWith(path.toString()));
    }

    @Test
    void allImpossibleDimensionsAreSaidAtOnce() throws IOException {
        Path path = Files.write(directory.resolve("m.bin"), header(0, -1, 0, 0, 0, 0, 0));
        FabricastException e = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(path, Optional.empty()));
        assertThat(e.diagnostics()).hasSize(7);
    }

    @Test
    void aTokenizerOfAnotherSizeIsRefused() throws IOException {
        Path path = Files.write(directory.resolve("m.bin"), LEGACY);
        Path tokenizer = SharedFiles.shared("models/stories260K/tok512.bin");
        FabricastException e = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(path, Optional.of(tokenizer)));
        assertThat(e.diagnostics()).singleElement().satisfies(d -> assertThat(d.code()).isEqualTo(ErrorCode.F2025));
        assertThat(e).hasMessageContaining("expected 16 tokens, the model's vocabulary, found 512 tokens");
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        FabricastException model = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(directory.resolve("none.bin"), Optional.empty()));
        assertThat(model.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2001);
        Path path = Files.write(directory.resolve("m.bin"), LEGACY);
        FabricastException tokenizer = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(path, Optional.of(directory.resolve("none.tok"))));
        assertThat(tokenizer.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2001);
        FabricastException none = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(path, Optional.empty()).requireTokenizer());
        assertThat(none.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2021);
    }

    @Test
    void otherFilesAndDirectoriesAreOfNoKnownFormat() throws IOException {
        for (Path path : new Path[] {Files.write(directory.resolve("m.txt"), LEGACY),
                Files.createDirectory(directory.resolve("empty"))}) {
            FabricastException e = catchThrowableOfType(FabricastException.class,
                    () -> ModelLoader.load(path, Optional.empty()));
            assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2004);
        }
    }

    private static Arguments of(String name, byte[] file, ErrorCode code, String said) {
        return Arguments.of(name, file, code, said);
    }

    private static Arguments dims(String name, int index, int value, String said) {
        return of(name, ints(LEGACY, 4 * index, value), ErrorCode.F2005, said);
    }

    private static byte[] header(int... values) {
        ByteBuffer out = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private static byte[] ints(byte[] file, int offset, int value) {
        return patched(file, b -> b.putInt(offset, value));
    }

    private static byte[] floats(byte[] file, int offset, float value) {
        return patched(file, b -> b.putFloat(offset, value));
    }

    private static byte[] bytes(byte[] file, int offset, int value) {
        return patched(file, b -> b.put(offset, (byte) value));
    }

    private static byte[] patched(byte[] file, Consumer<ByteBuffer> patch) {
        byte[] copy = file.clone();
        patch.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
        return copy;
    }
}
