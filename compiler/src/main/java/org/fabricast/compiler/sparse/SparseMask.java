package org.fabricast.compiler.sparse;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;

/**
 * Which elements of a matrix are stored.
 *
 * <p>Every row of a block stores {@code perRow} positions of its 16 columns, in a block at the right edge zero columns behind the
 * matrix among them if it has too few of its own.
 *
 * @param grid    the matrix in blocks
 * @param m       16, or 4 if each four columns hold the same number of stored positions
 * @param sharing rows with one set of positions
 * @param perRow  per block, row-major: 0, 2, 4, 8 or 16
 * @param sets    per row and block column: bit c says that column c of the block is stored
 */
public record SparseMask(BlockGrid grid, int m, IndexSharing sharing, byte[] perRow, short[] sets) {

    public SparseMask {
        Objects.requireNonNull(sharing);
        if (perRow.length != grid.blocks() || sets.length != grid.rows() * grid.blockCols() || (m != 16 && m != 4)) {
            throw new IllegalArgumentException("mask does not have the shape " + grid + " with M = " + m);
        }
        for (int row = 0; row < grid.rows(); row++) {
            for (int block = 0; block < grid.blockCols(); block++) {
                int set = sets[row * grid.blockCols() + block] & 0xffff;
                int n = perRow[row / BlockGrid.EDGE * grid.blockCols() + block];
                int partner = row - row % sharing.rows();
                if (BlockIndex.codeOf(n) < 0 || !follows(set, n, m)
                        || set != (sets[partner * grid.blockCols() + block] & 0xffff)) {
                    throw new IllegalArgumentException("row " + row + ", block " + block + ": set "
                            + Integer.toBinaryString(set) + " is not " + n + " of 16 with M = " + m + ", " + sharing);
                }
            }
        }
    }

    private static boolean follows(int set, int n, int m) {
        for (int at = 0; at < BlockGrid.EDGE; at += m) {
            if (Integer.bitCount(set >> at & (1 << m) - 1) * BlockGrid.EDGE != n * m) {
                return false;
            }
        }
        return true;
    }

    /** The mask of a matrix that stores everything. */
    public static SparseMask full(BlockGrid grid) {
        byte[] perRow = new byte[grid.blocks()];
        short[] sets = new short[grid.rows() * grid.blockCols()];
        Arrays.fill(perRow, (byte) BlockGrid.EDGE);
        Arrays.fill(sets, (short) -1);
        return new SparseMask(grid, BlockGrid.EDGE, IndexSharing.ROW, perRow, sets);
    }

    /**
     * Matrices below each other as one. Where the last rows of one and the first of the next share a block, its rows store as many
     * positions as the fullest of them wants.
     */
    public static SparseMask joined(List<SparseMask> parts) {
        int cols = parts.getFirst().grid.cols();
        BlockGrid all = new BlockGrid(parts.stream().mapToInt(part -> part.grid.rows()).sum(), cols);
        int m = parts.stream().mapToInt(SparseMask::m).min().orElseThrow();
        byte[] perRow = new byte[all.blocks()];
        short[] sets = new short[all.rows() * all.blockCols()];
        int first = 0;
        for (SparseMask part : parts) {
            System.arraycopy(part.sets, 0, sets, first * all.blockCols(), part.sets.length);
            for (int row = 0; row < part.grid.rows(); row++) {
                for (int block = 0; block < all.blockCols(); block++) {
                    int at = (first + row) / BlockGrid.EDGE * all.blockCols() + block;
                    perRow[at] = (byte) Math.max(perRow[at], part.perRow(row / BlockGrid.EDGE, block));
                }
            }
            first += part.grid.rows();
        }
        return filled(all, m, perRow, sets);
    }

    /** Some rows, in the order of {@code sources}; −1 stands for a row of zeros. */
    public SparseMask select(int[] sources) {
        BlockGrid selected = new BlockGrid(sources.length, grid.cols());
        byte[] counts = new byte[selected.blocks()];
        short[] chosen = new short[sources.length * grid.blockCols()];
        for (int row = 0; row < sources.length; row++) {
            for (int block = 0; block < grid.blockCols(); block++) {
                int source = sources[row];
                int at = row / BlockGrid.EDGE * grid.blockCols() + block;
                counts[at] = (byte) Math.max(counts[at], perRow(Math.max(source, 0) / BlockGrid.EDGE, block));
                chosen[row * grid.blockCols() + block] = source < 0 ? 0 : sets[source * grid.blockCols() + block];
            }
        }
        return filled(selected, m, counts, chosen);
    }

    private static SparseMask filled(BlockGrid grid, int m, byte[] perRow, short[] sets) {
        for (int i = 0; i < sets.length; i++) {
            int block = i / grid.blockCols() / BlockGrid.EDGE * grid.blockCols() + i % grid.blockCols();
            sets[i] = (short) filled(sets[i] & 0xffff, perRow[block], m);
        }
        return new SparseMask(grid, m, IndexSharing.ROW, perRow, sets);
    }

    /** A set with further positions, the first that are free. */
    private static int filled(int set, int n, int m) {
        int filled = set;
        for (int at = 0; at < BlockGrid.EDGE; at += m) {
            for (int c = at; c < at + m && Integer.bitCount(filled >> at & (1 << m) - 1) * BlockGrid.EDGE < n * m; c++) {
                filled |= 1 << c;
            }
        }
        return filled;
    }

    /** What a block stores, by the names of the instruction set. */
    public BlockPattern pattern(int blockRow, int blockCol) {
        return switch (perRow(blockRow, blockCol)) {
            case 0 -> BlockPattern.NONE;
            case 2 -> BlockPattern.TWO_OF_16;
            case 4 -> m == 4 ? BlockPattern.ONE_OF_4 : BlockPattern.FOUR_OF_16;
            case 8 -> m == 4 ? BlockPattern.TWO_OF_4 : BlockPattern.EIGHT_OF_16;
            default -> BlockPattern.ALL;
        };
    }

    /** What a stream stores of the blocks of a group: as the mask, but something of every row block. */
    public List<BlockPattern> stored(int blockRow, int firstBlock, int blocks) {
        return BlockPattern.stored(IntStream.range(firstBlock, firstBlock + blocks).mapToObj(j -> pattern(blockRow, j)).toList());
    }

    /** Pattern that {@code RUN} declares: that of all blocks, or {@link RunShape#ANY_PATTERN}. */
    public int declaredPattern() {
        BlockPattern first = pattern(0, 0);
        for (int block = 0; block < perRow.length; block++) {
            if (first == BlockPattern.NONE || pattern(block / grid.blockCols(), block % grid.blockCols()) != first) {
                return RunShape.ANY_PATTERN;
            }
        }
        return first.code();
    }

    /** The stream's shape, for values of {@code bits} and {@code group} inputs per scale. */
    public RunShape shape(int bits, int group) {
        return new RunShape(BlockGrid.EDGE, grid.rows(), grid.cols(), group, true, false, bits, declaredPattern());
    }

    /** Positions stored per row of a block. */
    public int perRow(int blockRow, int blockCol) {
        return perRow[blockRow * grid.blockCols() + blockCol];
    }

    /** Positions stored in row {@code row} of the blocks of a column: bit c for column c of the block. */
    public int set(int row, int blockCol) {
        return sets[row * grid.blockCols() + blockCol] & 0xffff;
    }

    /** Whether an element of the matrix is stored. */
    public boolean keeps(int row, int col) {
        return (set(row, col / BlockGrid.EDGE) >> col % BlockGrid.EDGE & 1) != 0;
    }

    /** Elements of the matrix that are stored; zero columns behind it do not count. */
    public long kept() {
        long kept = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int block = 0; block < grid.blockCols(); block++) {
                kept += Integer.bitCount(set(row, block) & (1 << grid.colsIn(block)) - 1);
            }
        }
        return kept;
    }

    /** Part of the matrix that is stored. */
    public double density() {
        return (double) kept() / grid.elements();
    }

    /** The matrix with 0 where nothing is stored. */
    public float[] masked(float[] weights) {
        if (weights.length != grid.elements()) {
            throw new IllegalArgumentException(weights.length + " weights are not " + grid);
        }
        float[] masked = weights.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] = keeps(i / grid.cols(), i % grid.cols()) ? masked[i] : 0;
        }
        return masked;
    }
}
