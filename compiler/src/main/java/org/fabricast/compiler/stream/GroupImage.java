package org.fabricast.compiler.stream;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.fabricast.compiler.quantise.group.GroupFormat;
import org.fabricast.compiler.quantise.group.GroupScales;
import org.fabricast.compiler.quantise.group.GroupedMatrix;

/**
 * The dense image of a matrix quantised in groups. A header of whole bytes, little-endian: {@code FGRP}, length and name of the format,
 * kind of scale, rows, cols, group (32 bits each). Then bits, the lowest of a byte first, without any gap:
 *
 * <pre>
 *   row scales    32 bits per row, only with scales of two levels
 *   per row, per group
 *     datatype    as many bits as tell the format's candidates apart
 *     zero point  as many bits as a weight, only where groups have one
 *     scale       32 bits binary32 | 8 bits code | 8 bits exponent + 127
 *     weights     the format's bits each
 * </pre>
 *
 * <p>Errors: {@code IllegalArgumentException} for bytes that are no image. Units: bits.
 */
public final class GroupImage {

    private static final byte[] MAGIC = "FGRP".getBytes(StandardCharsets.US_ASCII);
    private static final int BIAS = 127;

    /** How a group's scale is stored; the ordinal is in the header. */
    private enum Kind {
        BINARY32(32), CODE(8), EXPONENT(8);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }
    }

    private GroupImage() {
    }

    private static Kind kind(GroupedMatrix matrix) {
        return switch (matrix.scales()) {
            case GroupScales.TwoLevel two -> Kind.CODE;
            case GroupScales.Plain plain -> matrix.format().rule().powerOfTwo() ? Kind.EXPONENT : Kind.BINARY32;
        };
    }

    /** Bits of a matrix without header and without the rest of the last byte. */
    public static long bits(GroupedMatrix matrix) {
        Kind kind = kind(matrix);
        GroupFormat format = matrix.format();
        long perGroup = format.choiceBits() + (format.affine() ? format.bits() : 0) + kind.bits;
        return (kind == Kind.CODE ? (long) Float.SIZE * matrix.rows() : 0) + perGroup * matrix.groups() * matrix.rows()
                + (long) format.bits() * matrix.rows() * matrix.cols();
    }

    /** Bits per weight, everything but the header counted. */
    public static double bitsPerWeight(GroupedMatrix matrix) {
        return (double) bits(matrix) / ((double) matrix.rows() * matrix.cols());
    }

    /** The image of a matrix. */
    public static byte[] write(GroupedMatrix matrix) {
        byte[] name = matrix.format().text().getBytes(StandardCharsets.US_ASCII);
        int header = MAGIC.length + 2 + name.length + 3 * Integer.BYTES;
        int bytes = Math.toIntExact((bits(matrix) + Byte.SIZE - 1) / Byte.SIZE);
        BitWriter out = new BitWriter(bytes);
        Kind kind = kind(matrix);
        if (matrix.scales() instanceof GroupScales.TwoLevel two) {
            for (float scale : two.rows()) {
                out.write(Float.floatToRawIntBits(scale), Float.SIZE);
            }
        }
        for (int at = 0; at < matrix.rows() * matrix.groups(); at++) {
            group(matrix, kind, at, out);
        }
        out.write(0, (int) (bytes * (long) Byte.SIZE - bits(matrix)));
        return ByteBuffer.allocate(header + bytes).order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) name.length).put(name)
                .put((byte) kind.ordinal()).putInt(matrix.rows()).putInt(matrix.cols()).putInt(matrix.group()).put(out.written()).array();
    }

    private static void group(GroupedMatrix matrix, Kind kind, int at, BitWriter out) {
        GroupFormat format = matrix.format();
        out.write(matrix.choices()[at], format.choiceBits());
        if (format.affine()) {
            out.write(matrix.zeroPoint(at), format.bits());
        }
        out.write(switch (kind) {
            case BINARY32 -> Float.floatToRawIntBits(matrix.scales().times(1, at));
            case CODE -> ((GroupScales.TwoLevel) matrix.scales()).code(at);
            case EXPONENT -> Math.getExponent(matrix.scales().times(1, at) / unit(format)) + BIAS;
        }, kind.bits);
        int from = at / matrix.groups() * matrix.cols() + at % matrix.groups() * matrix.group();
        for (int i = from; i < to(matrix.cols(), matrix.group(), from); i++) {
            out.write(matrix.codes()[i], format.bits());
        }
    }

    private static int to(int cols, int group, int from) {
        return from + Math.min(group, cols - from % cols);
    }

    /** What a power of two stands before. */
    private static float unit(GroupFormat format) {
        return format.rule().unit(format.candidates().getFirst());
    }

    /** The matrix of an image. */
    public static GroupedMatrix read(byte[] image) {
        ByteBuffer in = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (byte expected : MAGIC) {
                require(in.get() == expected, "it does not begin with FGRP");
            }
            byte[] name = new byte[Byte.toUnsignedInt(in.get())];
            in.get(name);
            String text = new String(name, StandardCharsets.US_ASCII);
            GroupFormat format = GroupFormat.find(text).orElseThrow(() -> new IllegalArgumentException("no format " + text));
            int kind = in.get();
            require(kind >= 0 && kind < Kind.values().length, "kind of scale " + kind);
            return read(in, format, Kind.values()[kind], in.getInt(), in.getInt(), in.getInt());
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("only " + image.length + " bytes", e);
        }
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException("no image: " + otherwise);
        }
    }

    private static GroupedMatrix read(ByteBuffer in, GroupFormat format, Kind kind, int rows, int cols, int group) {
        // Less than a bit per weight is no image, so nothing is reserved for a size that the bytes cannot hold.
        require(rows > 0 && cols > 0 && group > 0 && (long) rows * cols <= (long) in.remaining() * Byte.SIZE,
                rows + "×" + cols + " in groups of " + group);
        require((kind == Kind.EXPONENT) == format.rule().powerOfTwo(), "scales " + kind + " of " + format.text());
        BitReader bits = new BitReader(in.array(), in.position());
        float[] rowScales = new float[kind == Kind.CODE ? rows : 0];
        for (int row = 0; row < rowScales.length; row++) {
            rowScales[row] = Float.intBitsToFloat(bits.read(Float.SIZE));
        }
        int groups = (cols + group - 1) / group;
        byte[] codes = new byte[rows * cols];
        byte[] choices = new byte[rows * groups];
        byte[] zeroPoints = new byte[format.affine() ? choices.length : 0];
        float[] scales = new float[choices.length];
        byte[] scaleCodes = new byte[choices.length];
        for (int at = 0; at < choices.length; at++) {
            choices[at] = (byte) bits.read(format.choiceBits());
            if (format.affine()) {
                zeroPoints[at] = (byte) bits.read(format.bits());
            }
            int scale = bits.read(kind.bits);
            scaleCodes[at] = (byte) scale;
            scales[at] = kind == Kind.BINARY32 ? Float.intBitsToFloat(scale) : Math.scalb(exponentUnit(format), scale - BIAS);
            int from = at / groups * cols + at % groups * group;
            for (int i = from; i < to(cols, group, from); i++) {
                codes[i] = (byte) bits.read(format.bits());
            }
        }
        require(bits.ended(), "something is behind its end");
        return new GroupedMatrix(rows, cols, group, format, codes, choices, zeroPoints,
                kind == Kind.CODE ? new GroupScales.TwoLevel(rowScales, scaleCodes) : new GroupScales.Plain(scales));
    }

    private static float exponentUnit(GroupFormat format) {
        return format.rule().powerOfTwo() ? unit(format) : 1;
    }
}
