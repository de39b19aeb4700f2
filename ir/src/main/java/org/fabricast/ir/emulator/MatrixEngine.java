package org.fabricast.ir.emulator;

import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.RunShape;

/**
 * {@code RUN}: result[m][row] = Σ over groups g in order of float(Σ w·x in INT32) · (scale · xs[m][g]).
 *
 * <p>Rounding: inside a group exact; per group three roundings of binary32: scale product, product, sum.
 */
final class MatrixEngine {

    private final MachineState state;
    private final int array;
    private final int wordBytes;
    private int[] sums = new int[1];

    MatrixEngine(MachineState state) {
        this.state = state;
        this.array = state.config.array();
        this.wordBytes = state.config.wordBytes();
    }

    /** Executes one instruction whose operands keep the rules. */
    void run(Operands operands) {
        RunShape shape = RunShape.of(operands, array);
        int vectors = (int) operands.get("vectors");
        int x = (int) operands.get("x") * array;
        int xStride = (int) operands.get("xstride") * array;
        int xs = (int) operands.get("xs");
        int xsStride = (int) operands.get("xsstride");
        int res = (int) operands.get("res");
        int resStride = (int) operands.get("resstride");
        Ring ring = operands.flag("ring") ? state.kvRing : state.weightRing;
        int at = ring.take(shape.sparse() ? 0 : shape.ringWords() * wordBytes);
        byte[] stream = ring.bytes();
        long arrayWords = shape.weightWords();
        if (shape.sparse()) {
            SparseStream sparse = SparseStream.expand(stream, at, ring.level(), shape);
            ring.take(sparse.ringBytes());
            stream = sparse.plain();
            arrayWords = sparse.words();
            at = 0;
        } else if (shape.packed()) {
            stream = PackedStream.plain(stream, at, shape);
            at = 0;
        }
        int rows = (int) shape.rows();
        int tile = (int) Math.min(shape.tileRows(), Integer.MAX_VALUE);
        int groups = (int) shape.groups();
        for (int row0 = 0; row0 < rows; row0 += tile) {
            int rowEnd = Math.min(rows, row0 + tile);
            for (int g = 0; g < groups; g++) {
                int scaleAt = at;
                at += shape.scaled() ? wordBytes : 0;
                int words = (int) shape.words(g);
                int inputAt = x + g * (int) shape.groupWords() * array;
                for (int block = row0; block < rowEnd; block += array) {
                    int count = Math.min(array, rowEnd - block);
                    for (int m = 0; m < vectors; m++) {
                        if (shape.transposed()) {
                            dotTransposed(stream, at, words, inputAt + m * xStride, count);
                        } else {
                            dot(stream, at, words, inputAt + m * xStride, count);
                        }
                        float xScale = state.inputScale[xs + m * xsStride + g];
                        int scales = scaleAt + 2 * (block - row0);
                        accumulate(res + m * resStride + block, count, g == 0, xScale, stream, shape.scaled() ? scales : -1);
                    }
                    at += words * wordBytes;
                }
            }
        }
        state.count(Counter.MACS, arrayWords * wordBytes * vectors);
    }

    private void dot(byte[] stream, int at, int words, int inputAt, int count) {
        int n = array;
        int[] out = sums(n);
        byte[] input = state.input;
        for (int r = 0; r < count; r++) {
            int sum = 0;
            for (int k = 0; k < words; k++) {
                int w = at + k * wordBytes + r * n;
                int i = inputAt + k * n;
                for (int c = 0; c < n; c++) {
                    sum += stream[w + c] * input[i + c];
                }
            }
            out[r] = sum;
        }
    }

    private void dotTransposed(byte[] stream, int at, int words, int inputAt, int count) {
        int n = array;
        int[] out = sums(n);
        for (int r = 0; r < count; r++) {
            out[r] = 0;
        }
        for (int c = 0; c < words * n; c++) {
            int input = state.input[inputAt + c];
            int w = at + c * n;
            for (int r = 0; r < count; r++) {
                out[r] += stream[w + r] * input;
            }
        }
    }

    private int[] sums(int n) {
        if (sums.length < n) {
            sums = new int[n];
        }
        return sums;
    }

    private void accumulate(int to, int count, boolean first, float xScale, byte[] stream, int scales) {
        float[] result = state.result;
        for (int r = 0; r < count; r++) {
            float scale = 1.0f;
            if (scales >= 0) {
                int bits = stream[scales + 2 * r] & 0xff | stream[scales + 2 * r + 1] << 8;
                scale = Float.float16ToFloat((short) bits);
            }
            float factor = scale * xScale;
            float term = sums[r] * factor;
            float sum = (first ? 0.0f : result[to + r]) + term;
            result[to + r] = Float.isNaN(sum) ? Float.NaN : sum;
        }
    }
}
