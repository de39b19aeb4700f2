package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * The array of {@link DspArray} for dense and sparse words, with the inputs of a group of blocks at hand.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 * @param sparse sizes of what is there for sparse words
 */
public record SparseDspArray(GeneratedHeader header, EngineSizes size, SparseSizes sparse) {

    /** Cells that a sparse engine has besides those of its chains and those of a dense engine. */
    public static final List<String> CELLS = List.of("sparse_sequencer", "sparse_walk", "sparse_word", "slice_plan", "bitmap_decoder",
            "bitmap_positions", "index_decoder", "input_rows", "input_select", "corner_turn");

    /** The array of an engine with sparse slices. */
    public static SparseDspArray of(EngineSizes size) {
        return new SparseDspArray(GeneratedHeader.of(SparseDspArray.class, size.toString(), size.parameters(), List.of(
                "As dsp_array for dense words: multiply and issue together, rows 2k and 2k+1 are the two products of chain k.",
                "A sparse word (values slice by slice, indices before them) gives the sums of the even rows for two vectors, then,",
                "with second, those of the odd rows: sum over the row's values of w * x[8 row + place | block][column].",
                "issue with sum_turn 1 goes with second, with 2 comes later, at the latest with the next multiply: corner_turn.",
                "Inputs follow x_read by one cycle, sums multiply and push issue by " + size.dotStage() + ".",
                "Reset clears what is under way; inputs, weights and sums are not reset.")), size, new SparseSizes(size));
    }
}
