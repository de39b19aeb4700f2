package org.fabricast.ir.isa;

/**
 * The stream that a {@code RUN} takes from its ring.
 *
 * <p>Scaled: per tile of N²/2 rows and per group one scale word, then the blocks of N rows. Unscaled: no tiles; per group
 * the blocks of N rows. Transposed streams hold every group whole.
 *
 * @param array      N
 * @param rows       outputs
 * @param cols       inputs
 * @param group      inputs per group
 * @param scaled     whether scale words are in the stream
 * @param transposed whether words hold [input][output]
 */
public record RunShape(int array, long rows, long cols, long group, boolean scaled, boolean transposed) {

    /** The shape of a {@code MM.RUN} or {@code MV.RUN}. */
    public static RunShape of(Operands operands, int array) {
        return new RunShape(array, operands.get("rows"), operands.get("cols"), operands.get("group"),
                !operands.flag("unscaled"), operands.flag("transpose"));
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
        return weightWords() + (scaled ? tiles * groups() : 0);
    }
}
