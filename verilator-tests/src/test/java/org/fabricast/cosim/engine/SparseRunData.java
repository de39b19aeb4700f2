package org.fabricast.cosim.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One RUN over a sparse stream, packed bit by bit as {@code architecture.md} says. What must come out is worked out from the
 * matrix with its zeros. Everything that the contract leaves open is random.
 */
final class SparseRunData extends RunData {

    /** Any pattern, block by block. */
    static final int MIXED = 7;
    private static final int SIDE = 16;
    private static final int UNIT = SIDE * SIDE;
    private static final int TILE = 128;
    /** Values per row of a block of each code. */
    private static final int[] STORED = {0, 2, 4, 8, 16, 8, 4};

    private final int pattern;
    private final int rowBlocks;
    private final int blocks;
    private final int[][] codes;
    /** Columns of the values of a row: [row block][block][row][value]. */
    private final int[][][][] columns;
    private final BitSet stream = new BitSet();
    private int length;
    private int words;

    SparseRunData(Shape shape, int bits, int pattern, long seed) {
        super(SIDE, shape, bits, seed);
        this.pattern = pattern;
        rowBlocks = (shape.rows() + SIDE - 1) / SIDE;
        blocks = (shape.cols() + SIDE - 1) / SIDE;
        codes = new int[rowBlocks][blocks];
        columns = new int[rowBlocks][blocks][SIDE][];
        // A stretch of few blocks that store much, or of many that store little, or of anything.
        int[][] kinds = {{0, 1, 2, 3, 4, 5, 6}, {0, 1}, {1, 6}, {3, 5}, {1, 3, 6}, {0, 4}, {1, 2, 3}};
        for (int i = 0; i < rowBlocks; i++) {
            int[] kind = kinds[random.nextInt(kinds.length)];
            for (int j = 0; j < blocks; j++) {
                codes[i][j] = pattern == MIXED ? kind[random.nextInt(kind.length)] : pattern;
            }
            int blocksOfGroup = shape.group() / SIDE;
            for (int g = 0; g < blocks; g += blocksOfGroup) {
                if (Arrays.stream(codes[i], g, Math.min(blocks, g + blocksOfGroup)).allMatch(code -> code == 0)) {
                    codes[i][g] = 1;
                }
            }
            for (int j = 0; j < blocks; j++) {
                for (int r = 0; r < SIDE; r++) {
                    columns[i][j][r] = choose(codes[i][j]);
                    clear(i * SIDE + r, j * SIDE, columns[i][j][r]);
                }
            }
        }
    }

    private int[] choose(int code) {
        List<Integer> all = new ArrayList<>();
        for (int c = 0; c < SIDE; c++) {
            all.add(c);
        }
        return switch (code) {
            case 1, 2 -> {
                Collections.shuffle(all, random);
                yield all.stream().limit(STORED[code]).mapToInt(c -> c).toArray();
            }
            case 3 -> {
                Collections.shuffle(all, random);
                yield all.stream().limit(STORED[code]).mapToInt(c -> c).sorted().toArray();
            }
            case 4 -> all.stream().mapToInt(c -> c).toArray();
            case 5 -> {
                int[] chosen = new int[8];
                for (int four = 0; four < 4; four++) {
                    int first = random.nextInt(4);
                    chosen[2 * four] = 4 * four + first;
                    chosen[2 * four + 1] = 4 * four + (first + 1 + random.nextInt(3)) % 4;
                }
                yield chosen;
            }
            case 6 -> {
                int[] chosen = new int[4];
                for (int four = 0; four < 4; four++) {
                    chosen[four] = 4 * four + random.nextInt(4);
                }
                yield chosen;
            }
            default -> new int[0];
        };
    }

    /** What a row does not store is zero. */
    private void clear(int row, int col, int[] kept) {
        for (int c = 0; row < weights.length && c < SIDE && col + c < weights[row].length; c++) {
            int column = c;
            if (Arrays.stream(kept).noneMatch(k -> k == column)) {
                weights[row][col + c] = 0;
            }
        }
    }

    /** Words that the stream is multiplied in. */
    int words() {
        return words;
    }

    @Override
    int columns() {
        return shape().cols() | pattern << 25 | (bits == 8 ? 0 : bits << 28);
    }

    @Override
    List<byte[]> ring() {
        stream.clear();
        length = 0;
        words = 0;
        int blocksOfGroup = shape().group() / SIDE;
        for (int tile = 0; tile < rowBlocks; tile += TILE / SIDE) {
            int tileEnd = Math.min(rowBlocks, tile + TILE / SIDE);
            for (int g = 0; g < blocks; g += blocksOfGroup) {
                int groupEnd = Math.min(blocks, g + blocksOfGroup);
                for (int row = tile * SIDE; row < tileEnd * SIDE; row++) {
                    put(row < shape().rows() ? weightScale(row, g / blocksOfGroup) : random.nextInt(), 16);
                }
                for (int i = tile; i < tile + TILE / SIDE; i++) {
                    descriptors(i, g, groupEnd, tileEnd);
                }
                for (int i = tile; i < tileEnd; i++) {
                    rowBlock(i, g, groupEnd);
                }
            }
        }
        fill(8 * UNIT);
        byte[] bytes = Arrays.copyOf(stream.toByteArray(), length / 8);
        List<byte[]> ring = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += UNIT) {
            ring.add(Arrays.copyOfRange(bytes, at, at + UNIT));
        }
        return ring;
    }

    /** First blocks of the words of a row block. */
    private List<Integer> begins(int i, int from, int to) {
        List<Integer> begins = new ArrayList<>();
        int sum = SIDE;
        for (int j = from; j < to; j++) {
            int stored = STORED[codes[i][j]];
            if (stored != 0 && (begins.isEmpty() || sum + stored > SIDE)) {
                begins.add(j);
                sum = 0;
            }
            sum += stored;
        }
        return begins;
    }

    private void descriptors(int i, int from, int to, int rowBlocksEnd) {
        for (int j = from; j < from + 8; j++) {
            boolean there = i < rowBlocksEnd && j < to;
            put(there ? codes[i][j] | (begins(i, from, to).contains(j) ? 8 : 0) : 0, 4);
        }
    }

    private void rowBlock(int i, int from, int to) {
        List<Integer> begins = begins(i, from, to);
        for (int w = 0; w < begins.size(); w++) {
            int end = w + 1 < begins.size() ? begins.get(w + 1) : to;
            for (int j = begins.get(w); j < end; j++) {
                index(codes[i][j], columns[i][j]);
            }
            fill(UNIT);
            for (int j = begins.get(w); j < end; j++) {
                for (int k = 0; k < STORED[codes[i][j]]; k++) {
                    for (int r = 0; r < SIDE; r++) {
                        int row = i * SIDE + r;
                        int col = j * SIDE + columns[i][j][r][k];
                        put(row < shape().rows() && col < shape().cols() ? weights[row][col] : random.nextInt(), bits);
                    }
                }
            }
            fill(UNIT);
            words++;
        }
    }

    private void index(int code, int[][] of) {
        for (int k = 0; k < STORED[code] && code != 3 && code != 4; k++) {
            for (int r = 0; r < SIDE; r++) {
                put(of[r][k], code < 3 ? 4 : 2);
            }
        }
        for (int r = 0; r < SIDE && code == 3; r++) {
            int bitmap = 0;
            for (int column : of[r]) {
                bitmap |= 1 << column;
            }
            put(bitmap, SIDE);
        }
    }

    private void put(int value, int width) {
        for (int b = 0; b < width; b++) {
            stream.set(length++, (value >> b & 1) != 0);
        }
    }

    private void fill(int multiple) {
        Random filling = new Random(length);
        while (length % multiple != 0) {
            stream.set(length++, filling.nextBoolean());
        }
    }
}
