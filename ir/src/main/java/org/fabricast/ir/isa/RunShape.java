package org.fabricast.ir.isa;

import java.util.Collections;
import java.util.List;

/**
 * The stream that a {@code RUN} takes from its ring.
 *
 * <p>Scaled: per tile of N²/2 rows and per group one scale word, then the blocks of N rows. Unscaled: no tiles; per group
 * the blocks of N rows. Transposed streams hold every group whole.
 *
 * <p>A plain stream (8 bits) has a byte per weight and its scale words are whole. A packed stream of b bits follows without
 * gaps in units of an eighth of a word: b units per word of weights, and of a scale word only what the tile's blocks need; the
 * end is filled up to a word. A sparse stream is packed, and has per tile and group, behind the scales, a descriptor of what each
 * block stores; then only that. See {@code docs/architecture.md}.
 *
 * @param array      N
 * @param rows       outputs
 * @param cols       inputs
 * @param group      inputs per group
 * @param scaled     whether scale words are in the stream
 * @param transposed whether words hold [input][output]
 * @param bits       of a weight: 8 for a plain stream, fewer for a packed one, either for a sparse one
 * @param pattern    0 for a dense stream, else that of a sparse one
 */
public record RunShape(int array, long rows, long cols, long group, boolean scaled, boolean transposed, int bits, int pattern) {

    /** Bits of a weight in a plain stream. */
    public static final int PLAIN_BITS = 8;
    /** What a weight of a packed stream can have. */
    public static final List<Integer> PACKED_BITS = List.of(3, 4, 5, 6);
    /** Inputs that a group of a sparse stream can have. */
    public static final List<Long> SPARSE_GROUPS = List.of(16L, 32L, 64L, 128L);
    /** Of a sparse stream whose blocks differ. */
    public static final int ANY_PATTERN = 7;
    /** Units of a word. */
    public static final int UNITS = 8;

    /** A dense stream. */
    public RunShape(int array, long rows, long cols, long group, boolean scaled, boolean transposed, int bits) {
        this(array, rows, cols, group, scaled, transposed, bits, 0);
    }

    /** A plain stream. */
    public RunShape(int array, long rows, long cols, long group, boolean scaled, boolean transposed) {
        this(array, rows, cols, group, scaled, transposed, PLAIN_BITS);
    }

    public RunShape {
        if (bits != PLAIN_BITS && (!PACKED_BITS.contains(bits) || !scaled || transposed)) {
            throw new IllegalArgumentException("no stream of " + bits + " bits" + (scaled ? "" : ", unscaled")
                    + (transposed ? ", transposed" : ""));
        }
        if (pattern != 0 && (pattern < 0 || pattern > ANY_PATTERN || !scaled || transposed || array != BlockPattern.EDGE
                || !SPARSE_GROUPS.contains(group))) {
            throw new IllegalArgumentException("no stream of pattern " + pattern + ", array " + array + ", group " + group);
        }
    }

    /** The shape of a {@code MM.RUN} or {@code MV.RUN}. */
    public static RunShape of(Operands operands, int array) {
        return new RunShape(array, operands.get("rows"), operands.get("cols"), operands.get("group"),
                !operands.flag("unscaled"), operands.flag("transpose"), bits(operands), operands.bits("pattern"));
    }

    private static int bits(Operands operands) {
        return operands.bits("bits") == 0 ? PLAIN_BITS : operands.bits("bits");
    }

    /** Whether the stream is counted in units: weights have fewer than 8 bits, or some are left out. */
    public boolean packed() {
        return bits != PLAIN_BITS || sparse();
    }

    /** Whether weights are left out. */
    public boolean sparse() {
        return pattern != 0;
    }

    /** Bytes of a unit of a packed stream: N² bits. */
    public int unitBytes() {
        return array * array / UNITS;
    }

    /** Units of the scales of so many rows of a tile in a packed stream: 2 bytes a row, whole blocks, rounded up. */
    public long scaleUnits(long rowsOfTile) {
        long blocks = (rowsOfTile + array - 1) / array;
        return (2 * array * blocks + unitBytes() - 1) / unitBytes();
    }

    /** Groups of inputs. */
    public long groups() {
        return (cols + group - 1) / group;
    }

    /** Words between the first inputs of two groups in the input buffer. */
    public long groupWords() {
        return (group + array - 1) / array;
    }

    /** Words per block of rows of group {@code g}. */
    public long words(long g) {
        long inputs = transposed ? group : Math.min(group, cols - g * group);
        return (inputs + array - 1) / array;
    }

    /** Rows of a full tile. */
    public long tileRows() {
        return scaled ? (long) array * array / 2 : (rows + array - 1) / array * array;
    }

    /** Words of the input buffer from the first to the last that are read for one vector. */
    public long inputWords() {
        return (groups() - 1) * groupWords() + words(groups() - 1);
    }

    /** Words with weights of a dense stream, each of which is multiplied once per vector. */
    public long weightWords() {
        long perBlock = (groups() - 1) * words(0) + words(groups() - 1);
        return (rows + array - 1) / array * perBlock;
    }

    /** Words taken from the ring. A stream of {@link #ANY_PATTERN} says itself how many: there is no answer here. */
    public long ringWords() {
        return (units() + UNITS - 1) / UNITS;
    }

    /** Eighths of a word that the stream has before it is filled up; a plain one has whole words. */
    public long units() {
        long tiles = (rows + tileRows() - 1) / tileRows();
        if (!packed()) {
            return UNITS * (weightWords() + (scaled ? tiles * groups() : 0));
        }
        long scales = (tiles - 1) * scaleUnits(tileRows()) + scaleUnits(rows - (tiles - 1) * tileRows());
        long weights = sparse() ? groups() * tiles + (rows + array - 1) / array * pieceUnits() : weightWords() * bits;
        return weights + groups() * scales;
    }

    /** Units of positions and values of a row block over all groups. */
    private long pieceUnits() {
        return (groups() - 1) * uniform(0).pieceUnits(bits) + uniform(groups() - 1).pieceUnits(bits);
    }

    /** Descriptor of a row block of group {@code g} where all blocks are alike; there is none of {@link #ANY_PATTERN}. */
    public SparseDescriptor uniform(long g) {
        if (pattern == ANY_PATTERN) {
            throw new IllegalStateException("what a stream of pattern " + ANY_PATTERN + " takes stands in the stream");
        }
        return SparseDescriptor.of(Collections.nCopies((int) words(g), BlockPattern.values()[pattern]));
    }

    /**
     * Words that the array takes, each of which is multiplied once per vector: those of the dense stream, or where blocks are
     * alike those they are joined to.
     */
    public long arrayWords() {
        return sparse() ? (rows + array - 1) / array
                * ((groups() - 1) * uniform(0).words().size() + uniform(groups() - 1).words().size()) : weightWords();
    }
}
