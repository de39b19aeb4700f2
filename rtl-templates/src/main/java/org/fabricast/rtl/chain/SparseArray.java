package org.fabricast.rtl.chain;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Sparse chains that share their activations, with the weights they hold and the delays that their cascades want.
 *
 * @param header what the file says first
 * @param shape  sizes
 */
public record SparseArray(GeneratedHeader header, ChainShape shape) {

    /** Cells that the array and its chains instantiate. */
    public static final List<String> CELLS = List.of("delay_line", "dsp_group", "dsp_slice", "dsp48e2_twin", "reduction_node",
            "sparse_mux");

    /** The array of a shape. */
    public static SparseArray of(ChainShape shape) {
        return new SparseArray(GeneratedHeader.of(SparseArray.class, shape.toString(), shape.parameters(), List.of(
                "load: weights (byte row*S+k of the word, or k*R+row when transposed; R rows, S slices) and indices (nibble row*S+k).",
                "Rows 2c and 2c+1 are a pair and belong to chain c. pattern: 0 dense, 1 8:16, 2 4:16, 3 2:16, 5 2:4, 6 1:4.",
                "issue, the next cycle or later: the slices select by the index of row 2c + second among the 16 bytes of x0, x1",
                "of their group; rows: both weights times x0; else: weight of row 2c + second times x0 and times x1.",
                "low_c_g and high_c_g: sum of the segment that ends at group g when sum_valid[g]; a segment has as many slices as",
                "the pattern has weights, or is the whole chain when joined. Of the issued word, group g is "
                        + ChainShape.GROUP_LATENCY + " + 2g cycles late.",
                "A word per cycle. en = 0 stops everything, load and issue too. Reset forgets what is on its way.")), shape);
    }
}
