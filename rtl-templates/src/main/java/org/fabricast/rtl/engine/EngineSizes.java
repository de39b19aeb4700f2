package org.fabricast.rtl.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.FpCell;
import org.fabricast.rtl.chain.ChainShape;

/**
 * Every width, count and latency of the engine, worked out once from the configuration.
 *
 * <p>Names end in {@code Bits} for a width, {@code High} for the index of the highest bit, {@code Log2} for an exponent.
 *
 * @param config sizes of the core
 */
public record EngineSizes(HardwareConfig config) {

    /** Summands that meet in one adder stage. */
    private static final int SUMMANDS = 4;
    /** Read latency of a vector buffer in cycles. */
    private static final int BUFFER_LATENCY = 2;
    private static final int PRODUCT_BITS = 16;
    /** Most groups of a chain: 16 products fit its sums. */
    static final int CHAIN_GROUPS = 8;

    public EngineSizes {
        if (PRODUCT_BITS + log2(config.array()) > 31) {
            throw new IllegalArgumentException("a dot product of " + config.array() + " does not fit into 32 bits");
        }
        if (guardCycles(FpCell.FP32_ADD.latencyCycles()) > 15) {
            throw new IllegalArgumentException("more items than the drain counts can be under way");
        }
        int convert = FpCell.FP32_FROM_I32.latencyCycles();
        int scale = FpCell.FP16_TO_FP32.latencyCycles() + FpCell.FP32_MUL.latencyCycles();
        if (convert > scale) {
            throw new IllegalArgumentException("the rescaling lane waits for the scale, not for the sum");
        }
    }

    static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }

    private static int guardCycles(int addLatency) {
        return BUFFER_LATENCY + addLatency;
    }

    /** N: rows and columns of the array. */
    public int array() {
        return config.array();
    }

    /** log2 of N. */
    public int arrayLog2() {
        return log2(config.array());
    }

    /** L: results that are rescaled per cycle, and elements of a word of the result buffer. */
    public int laneCount() {
        return config.resultLanes();
    }

    /** Highest lane. */
    public int laneHigh() {
        return laneCount() - 1;
    }

    /** log2 of L. */
    public int lanesLog2() {
        return log2(laneCount());
    }

    /** log2 of the elements the activation buffer gives per cycle. */
    public int vectorLanesLog2() {
        return log2(config.lanes());
    }

    /** The elements the activation buffer gives per cycle. */
    public List<Lane> vectorLanes() {
        return IntStream.range(0, config.lanes()).mapToObj(Lane::new).toList();
    }

    /** Elements of the activation buffer per cycle, less one, as a Verilog constant. */
    public String lanesMinusOne() {
        return "32'd" + (config.lanes() - 1);
    }

    /** Row blocks of a scaled tile: N²/2 rows in blocks of N. */
    public int tileBlocksLog2() {
        return log2(config.tileRows() / config.array());
    }

    /** Width of a ring word: N² INT8. */
    public int wordBits() {
        return 8 * config.wordBytes();
    }

    /** Highest bit of a ring word. */
    public int wordHigh() {
        return wordBits() - 1;
    }

    /** N² multiply-accumulates. */
    public int macsPerCycle() {
        return config.macsPerCycle();
    }

    /** Word address in the activation buffer. */
    public int actBits() {
        return log2(config.activationElements() / config.lanes());
    }

    /** Highest bit of that address. */
    public int actHigh() {
        return actBits() - 1;
    }

    /** Width of an activation word: L binary16. */
    public int actWidth() {
        return 16 * config.lanes();
    }

    /** Highest bit of an activation word. */
    public int actDataHigh() {
        return actWidth() - 1;
    }

    /** Word address in the engine's input buffer. */
    public int inputBits() {
        return log2(config.inputWords());
    }

    /** Highest bit of that address. */
    public int inputHigh() {
        return inputBits() - 1;
    }

    /** Width of an input word: N INT8. */
    public int inputWidth() {
        return 8 * config.array();
    }

    /** Highest bit of an input word. */
    public int inputDataHigh() {
        return inputWidth() - 1;
    }

    /** Scale address in the engine's input buffer. */
    public int scaleBits() {
        return log2(config.inputScales());
    }

    /** Highest bit of that address. */
    public int scaleHigh() {
        return scaleBits() - 1;
    }

    /** Element address in the result buffer. */
    public int resultBits() {
        return log2(config.resultElements());
    }

    /** Word address in the result buffer. */
    public int resultWordBits() {
        return resultBits() - lanesLog2();
    }

    /** Highest bit of that address. */
    public int resultWordHigh() {
        return resultWordBits() - 1;
    }

    /** Highest bit of a result word: L binary32. */
    public int resultDataHigh() {
        return 32 * laneCount() - 1;
    }

    /** Weight scales that leave the scale store per step. */
    public int sliceHigh() {
        return 16 * laneCount() - 1;
    }

    /** Bits of a vector number, at least one. */
    public int vectorBits() {
        return Math.max(1, log2(config.vectors()));
    }

    /** Highest bit of a vector number. */
    public int vectorHigh() {
        return vectorBits() - 1;
    }

    /** Bits of a dot product of N products. */
    public int dotBits() {
        return PRODUCT_BITS + arrayLog2();
    }

    /** Highest bit of a dot product. */
    public int dotHigh() {
        return dotBits() - 1;
    }

    /** Sign bits that widen an INT8 to a dot product. */
    public int extensionBits() {
        return dotBits() - 8;
    }

    /** Adder stages of a dot product. */
    public List<SumLevel> sumLevels() {
        List<SumLevel> levels = new ArrayList<>();
        for (int left = array(); left > 1; left = (left + SUMMANDS - 1) / SUMMANDS) {
            levels.add(new SumLevel(levels.size(), levels.size() + 2));
        }
        return levels;
    }

    /**
     * An adder stage.
     *
     * @param index from 0
     * @param stage cycles from the issue of a word to the addition
     */
    public record SumLevel(int index, int stage) { }

    /** Whether products are made in pairs in DSP48E2 slices. */
    public boolean paired() {
        return config.products() != HardwareConfig.Products.FABRIC;
    }

    /** Whether the slices take sparse words too. */
    public boolean sparse() {
        return config.products() == HardwareConfig.Products.SPARSE_DSP48E2;
    }

    /** Chains of slices of a paired array: a chain has the inputs of two rows, or 16 of them. */
    public ChainShape chain() {
        return new ChainShape(Math.min(CHAIN_GROUPS, array() / ChainShape.GROUP_SLICES), array() / ChainShape.CHAIN_ROWS);
    }

    /** Chains of a pair of rows: more than one where a row has more inputs than a chain sums. */
    public int chainBlocks() {
        return array() / chain().slices();
    }

    /** Whether the sums of several chains make a dot product. */
    public boolean wide() {
        return paired() && chainBlocks() > 1;
    }

    /** Module of the array. */
    public String arrayModule() {
        return sparse() ? "sparse_dsp_array" : wide() ? "wide_dsp_array" : paired() ? "dsp_array" : "mac_array";
    }

    /** Module that walks RUN. */
    public String sequencerModule() {
        return sparse() ? "sparse_sequencer" : "engine_sequencer";
    }

    /** Cycles from the issue of a word to its addition to the running sum; inputs come a cycle after the issue. */
    public int dotStage() {
        return paired() ? 1 + chain().latency() + (wide() ? 1 : 0) : sumLevels().size() + 2;
    }

    /**
     * Items the queue of finished row blocks holds, as an exponent: all vectors of a row block, and what is between issue
     * and rescaling, so that row blocks follow each other without a pause.
     */
    public int itemBits() {
        int items = config.vectors() + dotStage() + 2;
        return 32 - Integer.numberOfLeadingZeros(items - 1);
    }

    /** Highest bit of an item number. */
    public int itemHigh() {
        return itemBits() - 1;
    }

    /** Bits of a step number, at least one. */
    public int stepBits() {
        return Math.max(1, arrayLog2() - lanesLog2());
    }

    /** Highest bit of a step number. */
    public int stepHigh() {
        return stepBits() - 1;
    }

    /** Cycles from binary16 to binary32. */
    public int widenLatency() {
        return FpCell.FP16_TO_FP32.latencyCycles();
    }

    /** Cycles from INT32 to binary32. */
    public int convertLatency() {
        return FpCell.FP32_FROM_I32.latencyCycles();
    }

    /** Cycles of a binary32 product. */
    public int mulLatency() {
        return FpCell.FP32_MUL.latencyCycles();
    }

    /** Cycles of a binary32 sum. */
    public int addLatency() {
        return FpCell.FP32_ADD.latencyCycles();
    }

    /** Cycles from the start of an item until a later item may read the same results. */
    public int guardCycles() {
        return guardCycles(addLatency());
    }

    /** Cycles from a step to the write of its results. */
    public int writeStage() {
        return 1 + widenLatency() + 2 * mulLatency() + addLatency();
    }

    /** The lanes of the rescaling. */
    public List<Lane> lanes() {
        return IntStream.range(0, laneCount()).mapToObj(Lane::new).toList();
    }

    /** A lane and its bits in words of 8, 16 and 32 bits per lane. */
    public record Lane(int index) {
        public String byteRange() {
            return bits(index, 8);
        }

        public String half() {
            return bits(index, 16);
        }

        public String word() {
            return bits(index, 32);
        }
    }

    static String bits(int index, int width) {
        return (index * width + width - 1) + ":" + index * width;
    }

    /** The inputs of the array. */
    public List<Column> columns() {
        return IntStream.range(0, array()).mapToObj(c -> new Column(c, 8 * c + 7, bits(c, 8))).toList();
    }

    /** An input of the array, its sign and its bits in a word of the input buffer. */
    public record Column(int index, int high, String range) { }

    /** The outputs of the array. */
    public List<Row> rows() {
        return IntStream.range(0, array())
                .mapToObj(r -> new Row(r, IntStream.range(0, array())
                        .mapToObj(c -> new Cell(c, bits(r * array() + c, 8), bits(c * array() + r, 8))).toList()))
                .toList();
    }

    /** An output of the array. */
    public record Row(int index, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A weight of a row.
     *
     * @param byRow    its bits in a word of [output][input]
     * @param byColumn its bits in a word of [input][output]
     */
    public record Cell(int column, String byRow, String byColumn) { }

    /** The steps in which finished rows leave: step s gives rows s·L … s·L + L - 1. */
    public List<Step> steps() {
        int count = array() / laneCount();
        return IntStream.range(0, count)
                .mapToObj(s -> new Step(s == count - 1 ? "default" : stepBits() + "'d" + s,
                        IntStream.range(0, laneCount()).mapToObj(l -> new Pick(l, s * laneCount() + l)).toList()))
                .toList();
    }

    /** A step and the choice it is in a case statement. */
    public record Step(String label, List<Pick> picks) {
        public Step {
            picks = List.copyOf(picks);
        }
    }

    /** Row that a lane takes. */
    public record Pick(int lane, int row) { }

    /** Parameters for the heads of generated files. */
    public List<String> parameters() {
        return List.of("array = " + array(), "lanes = " + laneCount(), "vectors = " + config.vectors(),
                "input buffer = " + config.inputWords() + " words, " + config.inputScales() + " scales",
                "result buffer = " + config.resultElements() + " elements",
                "activation buffer = " + config.activationElements() + " elements");
    }
}
