package org.fabricast.rtl.engine;

import java.util.List;
import java.util.stream.IntStream;
import org.fabricast.rtl.GeneratedHeader;
import org.fabricast.rtl.chain.ChainShape;

/**
 * The array of {@link DspArray} for more inputs than a chain sums: a pair of rows has a chain for each 16 inputs, and their
 * sums are added in a cycle of their own.
 *
 * <p>Formula: {@code dot_r = Σ over blocks b of Σ over c < 16 of w[r][16b + c] · x[16b + c]}. Range: each chain's sum fits into
 * 20 bits ({@link org.fabricast.rtl.chain.PackedPair}), two of them into 21, four into 22. Cost: one cycle more than a chain.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 */
public record WideDspArray(GeneratedHeader header, EngineSizes size) {

    /** Cells beside those of the chains. */
    public static final List<String> CELLS = List.of("chain_adder");

    /** The array of an engine whose products are paired and whose rows are longer than a chain. */
    public static WideDspArray of(EngineSizes size) {
        if (!size.wide()) {
            throw new IllegalArgumentException("one chain sums all products of a row");
        }
        return new WideDspArray(GeneratedHeader.of(WideDspArray.class, size.toString(), size.parameters(), List.of(
                "As mac_array: the sums of sum over c of w[r][c] * x[c]; w from byte r*N+c of the word, or c*N+r when transposed.",
                "N*N/2 slices: inputs 16b ... 16b+15 are block b, an array of chains; rows 2k and 2k+1 are the two products of its",
                "chain k. The sums of the blocks meet in an adder. Dense.",
                "x follows the issue by one cycle, push by " + size.dotStage() + "; one word and vector per cycle.",
                "Reset clears what is under way; weights and sums are not reset.")), size);
    }

    /** Blocks of 16 inputs. */
    public List<Block> blocks() {
        return IntStream.range(0, size.chainBlocks()).mapToObj(b -> new Block(b, size.array())).toList();
    }

    /** Blocks whose valid bits say what those of block 0 say. */
    public List<Block> laterBlocks() {
        return blocks().subList(1, size.chainBlocks());
    }

    /**
     * A block of 16 inputs.
     *
     * @param index from 0
     * @param array rows and columns of the array
     */
    public record Block(int index, int array) {

        private static final int INPUTS = ChainShape.GROUP_SLICES * EngineSizes.CHAIN_GROUPS;

        /** Its bits of the inputs. */
        public String inputs() {
            return EngineSizes.bits(index, 8 * INPUTS);
        }

        /** Its bits of a transposed word: all rows of its inputs lie together. */
        public String columns() {
            return EngineSizes.bits(index, 8 * INPUTS * array);
        }

        /** Its bits of each row of a word, the last row first. */
        public List<Piece> pieces() {
            int perRow = array / INPUTS;
            return IntStream.range(0, array).map(i -> array - 1 - i)
                    .mapToObj(r -> new Piece(EngineSizes.bits(r * perRow + index, 8 * INPUTS), r == 0 ? "" : ",")).toList();
        }
    }

    /**
     * A row of a block.
     *
     * @param range its bits of the word
     * @param comma what follows it
     */
    public record Piece(String range, String comma) { }

    /** Highest bit of a block's word. */
    public int blockWordHigh() {
        return size.wordBits() / size.chainBlocks() - 1;
    }

    /** Indices of dense weights: none are looked at. */
    public String indexWord() {
        return (size.wordBits() / size.chainBlocks() / 2) + "'d0";
    }

    /** Bits of the sums of all blocks of a row. */
    public int sumsHigh() {
        return 20 * size.chainBlocks() - 1;
    }

    /** Where the sums of a row come from. */
    public List<Sums> sums() {
        int last = size.chain().groupHigh();
        return IntStream.range(0, size.array())
                .mapToObj(r -> new Sums(r, String.join(", ", IntStream.range(0, size.chainBlocks()).map(i -> size.chainBlocks() - 1 - i)
                        .mapToObj(b -> (r % 2 == 0 ? "low_" : "high_") + b + "_" + r / 2 + "_" + last).toList()))).toList();
    }

    /**
     * The chain sums of a row.
     *
     * @param row    the row
     * @param chains names of the sums, the last block first
     */
    public record Sums(int row, String chains) { }

    /** Names of the sums of groups before the last, chain by chain. */
    public List<String> unused() {
        return IntStream.range(0, size.chainBlocks()).boxed().flatMap(b -> size.chain().chainList().stream().map(c ->
                String.join(", ", IntStream.range(0, size.chain().groupHigh()).boxed().flatMap(g -> List.of(
                        "low_" + b + "_" + c.index() + "_" + g, "high_" + b + "_" + c.index() + "_" + g).stream()).toList()))).toList();
    }
}
