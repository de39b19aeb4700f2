package org.fabricast.rtl.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sizes, names and latencies of sparse chains.
 *
 * @param groups groups of two slices in a chain: 4 or 8, for chains of 8 or 16 slices
 * @param chains chains that share the activations
 */
public record ChainShape(int groups, int chains) {

    /** Slices of a group. */
    public static final int GROUP_SLICES = 2;
    /** Rows whose weights a chain holds. */
    public static final int CHAIN_ROWS = 2;
    /** Cycles from the operands of a group to its sums. */
    public static final int GROUP_LATENCY = 5;

    public ChainShape {
        if (groups != 4 && groups != 8) {
            throw new IllegalArgumentException("a chain has 4 or 8 groups (16 products fit a sum), not " + groups);
        }
        if (chains < 1) {
            throw new IllegalArgumentException(chains + " chains");
        }
    }

    /** Slices of a chain. */
    public int slices() {
        return GROUP_SLICES * groups;
    }

    /** Number of the last group. */
    public int groupHigh() {
        return groups - 1;
    }

    /** Rows of the weight word. */
    public int rowCount() {
        return CHAIN_ROWS * chains;
    }

    /** Whether a dense block of 16 inputs takes two words, with a bit that says which half. */
    public boolean halves() {
        return slices() < SparsePattern.INPUTS;
    }

    /** Cycles from the issue of a word to the last of its sums. */
    public int latency() {
        return GROUP_SLICES * (groups - 1) + GROUP_LATENCY;
    }

    /** Highest bit of a weight word. */
    public int wordHigh() {
        return 8 * rowCount() * slices() - 1;
    }

    /** Highest bit of an index word. */
    public int indexWordHigh() {
        return 4 * rowCount() * slices() - 1;
    }

    /** The groups. */
    public List<Group> groupList() {
        return IntStream.range(0, groups).mapToObj(g -> new Group(g, groups)).toList();
    }

    /**
     * A group of a chain and its names.
     *
     * @param index from 0
     * @param count groups of the chain
     */
    public record Group(int index, int count) {
        private boolean last() {
            return index == count - 1;
        }

        public String comma() {
            return last() ? "" : ",";
        }

        public String cascadeIn() {
            return index == 0 ? "48'd0" : "cascade_" + (index - 1);
        }

        public String cascadeOut() {
            return "cascade_" + index + (last() ? "_unused" : "");
        }

        public String parityIn() {
            return index == 0 ? "1'b0" : "passed_" + (index - 1);
        }

        public String parityOut() {
            return "passed_" + index + (last() ? "_unused" : "");
        }

        /** Cycles its operands come later than those of group 0: a sum takes one cycle per slice. */
        public int skew() {
            return GROUP_SLICES * index;
        }

        /** Cycles from the issue of a word to its sums. */
        public int sumStage() {
            return skew() + GROUP_LATENCY;
        }

        public int validBit() {
            return sumStage() - 1;
        }

        public int next() {
            return index + 1;
        }

        /** Number of its first slice. */
        public int shallow() {
            return GROUP_SLICES * index;
        }

        /** Number of its second slice, which has a register more. */
        public int deep() {
            return shallow() + 1;
        }
    }

    /** Where a chain can be cut. */
    public List<Cut> cuts() {
        List<Cut> cuts = new ArrayList<>();
        for (int g = 1; g < groups; g++) {
            cuts.add(new Cut(g, switch (Integer.numberOfTrailingZeros(g)) {
                case 0 -> "pattern_q == 2'd3";
                case 1 -> "pattern_q[1]";
                default -> "pattern_q != 2'd0";
            }));
        }
        return cuts;
    }

    /**
     * A place where a chain can be cut.
     *
     * @param group     the group that begins a new sum
     * @param condition when the pattern wants it
     */
    public record Cut(int group, String condition) { }

    /** Whether a group ends a segment of the pattern. */
    public boolean ends(SparsePattern pattern, int group) {
        return (group + 1) % (pattern.segmentSlices(slices()) / GROUP_SLICES) == 0;
    }

    /** The chains. */
    public List<Chain> chainList() {
        return IntStream.range(0, chains).mapToObj(Chain::new).toList();
    }

    /** A chain and its two rows. */
    public record Chain(int index) {
        public int low() {
            return CHAIN_ROWS * index;
        }

        public int high() {
            return low() + 1;
        }
    }

    /** Rows of the weight word. */
    public List<Row> rowList() {
        return IntStream.range(0, rowCount())
                .mapToObj(r -> new Row(r, IntStream.range(0, slices()).mapToObj(k -> cell(r, k)).toList())).toList();
    }

    /** A row of the weight word. */
    public record Row(int index, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A weight of a row.
     *
     * @param slice     its slice
     * @param byRow     its bits in a word of [row][slice]
     * @param byColumn  its bits in a word of [slice][row]
     * @param indexAll  its bits in the index word, [row][slice]
     * @param indexLow  the lower two of them
     * @param dense     its input when dense
     * @param twoOfFour which four its input is in, for 2:4
     * @param oneOfFour which four its input is in, for 1:4
     */
    public record Cell(int slice, String byRow, String byColumn, String indexAll, String indexLow, String dense,
            String twoOfFour, String oneOfFour) { }

    private Cell cell(int row, int slice) {
        int place = row * slices() + slice;
        String dense = halves() ? "{half, 3'd" + slice + "}" : "4'd" + slice;
        return new Cell(slice, bits(place, 8), bits(slice * rowCount() + row, 8), bits(place, 4),
                (4 * place + 1) + ":" + 4 * place, dense, "2'd" + slice % 8 / 2, "2'd" + slice % 4);
    }

    private static String bits(int index, int width) {
        return (index * width + width - 1) + ":" + index * width;
    }

    /** Parameters for the heads of generated files. */
    public List<String> parameters() {
        return List.of("slices per chain = " + slices(), "chains = " + chains);
    }
}
