package org.fabricast.compiler.frontend.npy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * A two-dimensional array.
 *
 * @param rows   first dimension
 * @param cols   second dimension
 * @param values row-major, whatever the order in the file; binary64 is rounded to nearest even
 */
public record NpyMatrix(int rows, int cols, float[] values) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int BEFORE_LENGTH = MAGIC.length + 2;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|\\[)");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    public NpyMatrix {
        if (rows < 1 || cols < 1 || values.length != (long) rows * cols) {
            throw new IllegalArgumentException(values.length + " values of " + rows + "×" + cols);
        }
    }

    /** How an element is stored. */
    private enum Element {
        F2(2), F4(4), F8(8);

        private final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }

        float get(ByteBuffer from) {
            return switch (this) {
                case F2 -> Float.float16ToFloat(from.getShort());
                case F4 -> from.getFloat();
                case F8 -> (float) from.getDouble();
            };
        }
    }

    /** Whether a file is one by its name. */
    public static boolean named(Path file) {
        return file.toString().endsWith(".npy");
    }

    /** Reads a file. Errors: F1002 none there, F2027 not a matrix, F2014 elements other than float16, float32, float64. */
    public static NpyMatrix read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new FabricastException(ErrorCode.F1002, file.toString(), "a file", Files.exists(file) ? "something else" : "none", "");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, channel);
        } catch (IOException e) {
            throw unusable(file, "a readable file", e.toString());
        }
    }

    private static NpyMatrix read(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = bytes(file, channel, 0, BEFORE_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        for (byte expected : MAGIC) {
            if (head.get() != expected) {
                throw unusable(file, "the signature of a .npy file", "other bytes");
            }
        }
        int version = head.get();
        int lengthBytes = version == 1 ? Short.BYTES : Integer.BYTES;
        if (version < 1 || version > 3) {
            throw unusable(file, "version 1, 2 or 3", "version " + version);
        }
        ByteBuffer size = bytes(file, channel, BEFORE_LENGTH, lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? Short.toUnsignedInt(size.getShort()) : Integer.toUnsignedLong(size.getInt());
        if (length > LONGEST_HEADER) {
            throw unusable(file, "a header of at most " + LONGEST_HEADER + " bytes", length + " bytes");
        }
        int start = BEFORE_LENGTH + lengthBytes;
        String header = new String(bytes(file, channel, start, (int) length).array(), StandardCharsets.UTF_8);
        return matrix(file, channel, start + length, header);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw unusable(file, from + count + " bytes", channel.size() + " bytes");
            }
        }
        return buffer.flip();
    }

    private static NpyMatrix matrix(Path file, FileChannel channel, long start, String header) throws IOException {
        String description = Optional.ofNullable(found(file, DESCRIPTION, header, "descr").group(1)).orElse("a structure");
        boolean columnsFirst = found(file, ORDER, header, "fortran_order").group(1).equals("True");
        String shape = found(file, SHAPE, header, "shape").group(1);
        Matcher element = Pattern.compile("([<>=])f([248])").matcher(description);
        if (!element.matches()) {
            throw new FabricastException(ErrorCode.F2014, file.toString(), "float16, float32 or float64", description, "");
        }
        String[] dimensions = shape.replaceAll("\\s", "").split(",");
        if (dimensions.length != 2 || !dimensions[0].matches("[1-9]\\d{0,9}") || !dimensions[1].matches("[1-9]\\d{0,9}")) {
            throw unusable(file, "two dimensions of at least 1", "shape (" + shape + ")");
        }
        long rows = Long.parseLong(dimensions[0]);
        long cols = Long.parseLong(dimensions[1]);
        Element type = Element.valueOf("F" + element.group(2));
        long expected = Math.max(rows, cols) > Integer.MAX_VALUE ? Long.MAX_VALUE : rows * cols;
        if (expected > Integer.MAX_VALUE - 8 || expected * type.bytes > Integer.MAX_VALUE - 8) {
            throw unusable(file, "at most 2 GiB", "shape (" + shape + ")");
        }
        if (channel.size() - start != expected * type.bytes) {
            throw unusable(file, expected * type.bytes + " bytes behind the header", channel.size() - start + " bytes");
        }
        ByteBuffer data = bytes(file, channel, start, (int) expected * type.bytes)
                .order(element.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[(int) expected];
        for (int i = 0; i < values.length; i++) {
            values[columnsFirst ? (int) (i % rows * cols + i / rows) : i] = type.get(data);
        }
        return new NpyMatrix((int) rows, (int) cols, values);
    }

    private static Matcher found(Path file, Pattern pattern, String header, String key) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw unusable(file, "a header with " + key, header.strip());
        }
        return matcher;
    }

    private static FabricastException unusable(Path file, String expected, String found) {
        return new FabricastException(ErrorCode.F2027, file.toString(), expected, found, "");
    }
}
