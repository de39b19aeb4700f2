package org.fabricast.rtl.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the array of sparse words has more than others: pairs of slices that serve blocks, two vectors at once, row by row an
 * index for each slice.
 *
 * @param size sizes of the engine
 */
public record SparseSizes(EngineSizes size) {

    /** Rows and inputs of a block. */
    private static final int BLOCK = 16;
    /** Weights of a pair of slices, one for each row and slice. */
    private static final int PAIR_BITS = 2 * BLOCK * 8;
    /** Code of a block of 8:16. */
    private static final String BITMAP = "3'd3";

    public SparseSizes {
        if (!size.sparse()) {
            throw new IllegalArgumentException("the configuration has no sparse slices");
        }
    }

    /** The pairs of slices, which are also the words of a row of inputs. */
    public List<Group> groups() {
        return IntStream.range(0, size.chain().groups()).mapToObj(Group::new).toList();
    }

    /** A pair of slices and its bits in fields of two and three bits per pair and in a word of values, slice by slice. */
    public record Group(int index) {
        public String two() {
            return EngineSizes.bits(index, 2);
        }

        public String three() {
            return EngineSizes.bits(index, 3);
        }

        public String weights() {
            return EngineSizes.bits(index, PAIR_BITS);
        }
    }

    /** Whether a block of the word has bitmaps. */
    public String anyBitmap() {
        return groups().stream().map(this::bitmap).collect(Collectors.joining(" || "));
    }

    /** Whether two have: they fill the word. */
    public String twoBitmaps() {
        return bitmap(groups().getFirst()) + " && " + bitmap(groups().getLast());
    }

    private String bitmap(Group group) {
        return "code[" + group.three() + "] == " + BITMAP;
    }

    /** The vectors that are multiplied at once. */
    public List<Vector> vectors() {
        return List.of(new Vector(0, "x_read", "x_addr", "1'b1"), new Vector(1, "x_read && x1_there", "x1_addr", "two_q"));
    }

    /**
     * A vector of a pair.
     *
     * @param index   its number
     * @param read    when its inputs are read
     * @param address where
     * @param there   whether there are any
     */
    public record Vector(int index, String read, String address, String there) { }

    /** The rows of a word. */
    public List<Row> rows() {
        return IntStream.range(0, size.array()).mapToObj(row -> {
            List<String> columns = new ArrayList<>(groups().stream()
                    .map(group -> "columns_" + group.index() + "[" + EngineSizes.bits(row, 8) + "]").toList());
            Collections.reverse(columns);
            return new Row(row, EngineSizes.bits(row, 4 * size.chain().slices()), String.join(", ", columns));
        }).toList();
    }

    /**
     * A row of a word.
     *
     * @param index   its number
     * @param indices its bits in the word of indices
     * @param columns where they come from, the last slice first
     */
    public record Row(int index, String indices, String columns) { }

    /** Names of the sums that leave the chains. */
    public List<String> sums() {
        return size.chain().chainList().stream().flatMap(chain -> groups().stream().flatMap(group -> List.of("low", "high").stream()
                .map(half -> half + "_" + chain.index() + "_" + group.index()))).toList();
    }

    /** Those that nothing takes, each after a comma: a chain is one sum from end to end. */
    public String unusedSums() {
        String last = "_" + size.chain().groupHigh();
        return sums().stream().filter(sum -> !sum.endsWith(last)).map(sum -> ", " + sum).collect(Collectors.joining());
    }

    /** Highest bit of the sums that are on their way. */
    public int dotHigh() {
        return size.dotStage() - 1;
    }
}
