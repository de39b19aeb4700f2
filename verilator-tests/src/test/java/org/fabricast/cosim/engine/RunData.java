package org.fabricast.cosim.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * One RUN with data: what the ring carries, what the input buffer holds, and what must come out by the formula of
 * {@code architecture.md}, worked out element by element. Everything that the contract calls arbitrary is random.
 */
class RunData {

    /** Sizes of the instruction; x, xs and res are where its data lie. */
    record Shape(int rows, int cols, int group, int vectors, boolean transpose, boolean unscaled) {
        int groups() {
            return (cols + group - 1) / group;
        }
    }

    protected final int bits;
    protected final Random random;
    protected final byte[][] weights;
    private final int n;
    private final Shape shape;
    private final short[][] weightScales;
    private final byte[][] inputs;
    private final float[][] inputScales;

    RunData(int array, Shape shape, long seed) {
        this(array, shape, 8, seed);
    }

    /** Weights of so many bits, 8 for a plain stream. */
    RunData(int array, Shape shape, int bits, long seed) {
        n = array;
        this.bits = bits;
        this.shape = shape;
        random = new Random(seed);
        weights = new byte[shape.rows()][shape.cols()];
        weightScales = new short[shape.rows()][shape.groups()];
        inputs = new byte[shape.vectors()][shape.cols()];
        inputScales = new float[shape.vectors()][shape.groups()];
        for (byte[] row : weights) {
            fill(row);
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) (row[i] >> 8 - bits);
            }
        }
        for (byte[] vector : inputs) {
            fill(vector);
        }
        for (short[] row : weightScales) {
            for (int g = 0; g < row.length; g++) {
                row[g] = weightScale();
            }
        }
        for (float[] vector : inputScales) {
            for (int g = 0; g < vector.length; g++) {
                vector[g] = inputScale();
            }
        }
    }

    /** Random bytes, or one of the corners throughout, or corners mixed. */
    private void fill(byte[] bytes) {
        int kind = random.nextInt(6);
        byte[] corners = {127, -127, -128, 0};
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = switch (kind) {
                case 0 -> 127;
                case 1 -> -128;
                case 2 -> corners[random.nextInt(4)];
                default -> (byte) random.nextInt(256);
            };
        }
    }

    /** Typical, zero, the least subnormal or a subnormal binary16. */
    private short weightScale() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> (short) random.nextInt(0x400);
            default -> Float.floatToFloat16(0.001f + random.nextFloat() * 0.1f);
        };
    }

    /** Typical, zero, a subnormal binary32, or one that makes the product of the scales subnormal. */
    private float inputScale() {
        return switch (random.nextInt(8)) {
            case 0 -> 0.0f;
            case 1 -> Float.intBitsToFloat(random.nextInt(0x800000));
            case 2 -> 1e-36f * random.nextFloat();
            default -> 0.001f + random.nextFloat();
        };
    }

    Shape shape() {
        return shape;
    }

    int groupWords() {
        return (shape.group() + n - 1) / n;
    }

    /** Words one vector takes in the input buffer. */
    int inputWords() {
        return shape.groups() * groupWords();
    }

    /** Element of vector m at word w, place c of the input buffer: zero beyond the group and beyond the vector. */
    byte inputByte(int m, int w, int c) {
        int inGroup = w % groupWords() * n + c;
        int i = w / groupWords() * shape.group() + inGroup;
        return inGroup < shape.group() && i < shape.cols() ? inputs[m][i] : 0;
    }

    int inputScaleBits(int m, int g) {
        return Float.floatToRawIntBits(inputScales[m][g]);
    }

    /** What the ring carries for this RUN. */
    List<byte[]> ring() {
        return bits == 8 ? stream() : packed();
    }

    /** Slot of RUN with columns, pattern and bits. */
    int columns() {
        return shape.cols() | (bits == 8 ? 0 : bits << 28);
    }

    /** Binary16 scale of a row and group. */
    short weightScale(int r, int g) {
        return weightScales[r][g];
    }

    /** The ring's words in order of use. */
    List<byte[]> stream() {
        List<byte[]> words = new ArrayList<>();
        int tile = shape.unscaled() ? shape.rows() : n * n / 2;
        for (int t = 0; t < shape.rows(); t += tile) {
            int tileEnd = Math.min(shape.rows(), t + tile);
            for (int g = 0; g < shape.groups(); g++) {
                if (!shape.unscaled()) {
                    byte[] word = noise();
                    for (int r = t; r < tileEnd; r++) {
                        word[2 * (r - t)] = (byte) weightScales[r][g];
                        word[2 * (r - t) + 1] = (byte) (weightScales[r][g] >> 8);
                    }
                    words.add(word);
                }
                int inputsOfGroup = Math.min(shape.group(), shape.cols() - g * shape.group());
                int length = shape.transpose() ? groupWords() : (inputsOfGroup + n - 1) / n;
                for (int block = t; block < tileEnd; block += n) {
                    for (int w = 0; w < length; w++) {
                        words.add(word(block, g * shape.group() + w * n, Math.min(n, inputsOfGroup - w * n)));
                    }
                }
            }
        }
        return words;
    }

    /** The ring's words of a packed stream: of scale words what the tile's blocks need, codes of few bits, then noise. */
    List<byte[]> packed() {
        BitSet stream = new BitSet();
        int length = 0;
        int tile = n * n / 2;
        int word = 0;
        List<byte[]> plain = stream();
        for (int t = 0; t < shape.rows(); t += tile) {
            int blocks = (Math.min(tile, shape.rows() - t) + n - 1) / n;
            for (int g = 0; g < shape.groups(); g++) {
                int units = (16 * n * blocks + n * n - 1) / (n * n);
                for (int b = 0; b < units * n * n; b++) {
                    stream.set(length++, (plain.get(word)[b / 8] >> b % 8 & 1) != 0);
                }
                word++;
                int words = blocks * ((Math.min(shape.group(), shape.cols() - g * shape.group()) + n - 1) / n);
                for (int end = word + words; word < end; word++) {
                    for (byte weight : plain.get(word)) {
                        for (int b = 0; b < bits; b++) {
                            stream.set(length++, (weight >> b & 1) != 0);
                        }
                    }
                }
            }
        }
        while (length % (8 * n * n) != 0) {
            stream.set(length++, random.nextBoolean());
        }
        byte[] bytes = Arrays.copyOf(stream.toByteArray(), length / 8);
        List<byte[]> words = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += n * n) {
            words.add(Arrays.copyOfRange(bytes, at, at + n * n));
        }
        return words;
    }

    private byte[] noise() {
        byte[] word = new byte[n * n];
        random.nextBytes(word);
        return word;
    }

    private byte[] word(int row, int col, int cols) {
        byte[] word = noise();
        for (int r = 0; r < Math.min(n, shape.rows() - row); r++) {
            for (int c = 0; c < cols; c++) {
                word[shape.transpose() ? c * n + r : r * n + c] = weights[row + r][col + c];
            }
        }
        return word;
    }

    /** Bits of result r of vector m. */
    int expected(int m, int r) {
        int[] q = new int[shape.cols()];
        int[] scales = new int[shape.groups()];
        for (int i = 0; i < q.length; i++) {
            q[i] = inputs[m][i];
        }
        for (int g = 0; g < scales.length; g++) {
            scales[g] = inputScaleBits(m, g);
        }
        return expectedWith(r, q, scales);
    }

    /** Bits of result r when the input is {@code q} with these scales (bits of binary32). */
    int expectedWith(int r, int[] q, int[] scales) {
        float result = 0.0f;
        for (int g = 0; g < shape.groups(); g++) {
            int sum = 0;
            for (int i = g * shape.group(); i < Math.min(shape.cols(), (g + 1) * shape.group()); i++) {
                sum += weights[r][i] * q[i];
            }
            float weightScale = shape.unscaled() ? 1.0f : Float.float16ToFloat(weightScales[r][g]);
            float scale = weightScale * Float.intBitsToFloat(scales[g]);
            float product = (float) sum * scale;
            result = result + product;
        }
        return Float.floatToIntBits(result);
    }
}
