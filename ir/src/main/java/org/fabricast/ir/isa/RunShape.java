package org.fabricast.ir.isa;

import java.util.List;

/**
 * The stream that a {@code RUN} takes from its ring.
 *
 * <p>Scaled: per tile of N²/2 rows and per group one scale word, then the blocks of N rows. Unscaled: no tiles; per group
 * the blocks of N rows. Transposed streams hold every group whole.
 *
 * <p>A plain stream (8 bits) has a byte per weight and its scale words are whole. A packed stream of b bits follows without
 * gaps in units of an eighth of a word: b units per word of weights, and of a scale word only what the tile's blocks need; the
 * end is filled up to a word. See {@code docs/architecture.md}.
 *
 * @param array      N
 * @param rows       outputs
 * @param cols       inputs
 * @param group      inputs per group
 * @param scaled     whether scale words are in the stream
 * @param transposed whether words hold [input][output]
 * @param bits       of a weight: 8 for a plain stream, fewer for a packed one
 */
public record RunShape(int array, long rows, long cols, long group, boolean scaled, boolean transposed, int bits) {

    /** Bits of a weight in a plain stream. */
    public static final int PLAIN_BITS = 8;
    /** What a weight of a packed stream can have. */
    public static final List<Integer> PACKED_BITS = List.of(3, 4, 5, 6);
    /** Inputs that a group of a sparse stream can have. */
    public static final List<Long> SPARSE_GROUPS = List.of(16L, 32L, 64L, 128L);
    /** Units of a word. */
    public static final int UNITS = 8;

    /** A plain stream. */
    public RunShape(int array, long rows, long cols, long group, boolean scaled, boolean transposed) {
        this(array, rows, cols, group, scaled, transposed, PLAIN_BITS);
    }

    public RunShape {
        if (bits != PLAIN_BITS && (!PACKED_BITS.contains(bits) || !scaled || transposed)) {
            throw new IllegalArgumentException("no stream of " + bits + " bits" + (scaled ? "" : ", unscaled")
                    + (transposed ? ", transposed" : ""));
        }
    }

    /** The shape of a {@code MM.RUN} or {@code MV.RUN}. */
    public static RunShape of(Operands operands, int array) {
        return new RunShape(array, operands.get("rows"), operands.get("cols"), operands.get("group"),
                !operands.flag("unscaled"), operands.flag("transpose"), bits(operands));
    }

    private static int bits(Operands operands) {
        return operands.bits("bits") == 0 ? PLAIN_BITS : operands.bits("bits");
    }

    /** Whether weights have fewer than 8 bits. */
    public boolean packed() {
        return bits != PLAIN_BITS;
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

    /** Words with weights, each of which is multiplied once per vector. */
    public long weightWords() {
        long perBlock = (groups() - 1) * words(0) + words(groups() - 1);
        return (rows + array - 1) / array * perBlock;
    }

    /** Words taken from the ring. */
    public long ringWords() {
        long tiles = (rows + tileRows() - 1) / tileRows();
        if (packed()) {
            long scales = (tiles - 1) * scaleUnits(tileRows()) + scaleUnits(rows - (tiles - 1) * tileRows());
            return (weightWords() * bits + groups() * scales + UNITS - 1) / UNITS;
        }
        return weightWords() + (scaled ? tiles * groups() : 0);
    }
}
