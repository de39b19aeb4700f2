package org.fabricast.board;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * What a core takes of a device, part by part.
 *
 * <p>DSP slices: N²/2 of the array (N² multipliers without {@code DSP48E2}), two products of 24 bits and two slices each per result
 * lane, four for SYS.MUL, and the kernels, as {@link KernelResources} says.
 *
 * <p>Everything else is an estimate, with W = 8N² bits of a weight word, L lanes, R result lanes: the expander holds two words and
 * selects one of eight units and one of five widths, 7.7W tables (988 at W = 128 by Yosys 0.23) and 2W registers; the choice of the
 * ring and of rows or columns W each; weights W registers and, late by their group, 7W/8 shift registers; two words of scales, 2W registers, and W/1.5 tables to read
 * them; sums, 75 tables a row; rings give a word from registers. A memory of at most 64 words is tables, 64 bits of two ports in 8/7 of a
 * table and 32 bits in 4/7; a larger one block RAM, as {@code vector_buffer} asks for, in the best of its shapes.
 *
 * @param parts by what takes it
 */
public record CoreEstimate(List<Part> parts) {

    private static final int TABLE_WORDS = 64;
    private static final int INSTRUCTION_BITS = 256;
    /** Widths of a block RAM of 36 kbit and its words at that width. */
    private static final int[][] SHAPES = {{72, 512}, {36, 1024}, {18, 2048}, {9, 4096}, {4, 8192}, {2, 16384}, {1, 32768}};
    /** A product of 32 by 32 bits: SYS.MUL. */
    private static final int SEQUENCER_SLICES = 4;
    /** Sequencer, fetch, control, loads and stores: a guess, the same for every size. */
    private static final DeviceResources FRONT_END = new DeviceResources(0, 14_000, 12_000, 0, 0);

    public CoreEstimate {
        parts = List.copyOf(parts);
    }

    /**
     * A part of a core.
     *
     * @param name      what it is
     * @param instances how often it is there
     * @param each      what one takes
     * @param counted   whether its DSP slices are those that Yosys makes of it; an estimate otherwise
     */
    public record Part(String name, int instances, DeviceResources each, boolean counted) {

        Part(String name, int instances, DeviceResources each) {
            this(name, instances, each, true);
        }

        /** All of them. */
        public DeviceResources all() {
            return each.times(instances);
        }
    }

    /** The estimate for a core. */
    public static CoreEstimate of(HardwareConfig config) {
        List<Part> parts = new ArrayList<>();
        long n = config.array();
        long word = 8 * n * n;
        boolean paired = config.products() != HardwareConfig.Products.FABRIC;
        parts.add(new Part(paired ? "dsp_slice" : "product", (int) (paired ? n * n / 2 : n * n), new DeviceResources(1, 0, 0, 0, 0)));
        parts.add(new Part("array: weights, delays, sums", 1,
                new DeviceResources(0, 2 * word + word * 7 / 8 + 75 * n, word + word * 7 / 8 + 96 * n, 0, 0)));
        parts.add(new Part("weight_expander", 1, new DeviceResources(0, word * 77 / 10, 2 * word, 0, 0)));
        parts.add(new Part("scale_store", 1, new DeviceResources(0, word * 2 / 3, 2 * word, 0, 0)));
        parts.add(new Part("rescale_lane", config.resultLanes(), KernelResources.rescaleLane()));
        KernelResources.of(config.lanes()).forEach((name, each) -> parts.add(new Part("kernel_" + name, 1, each,
                KernelResources.counted(name, config.lanes()))));
        parts.add(ring("weight ring", word, config.weightRingBytes() / config.wordBytes()));
        parts.add(ring("kv ring", word, config.kvRingBytes() / config.wordBytes()));
        int reads = HardwareConfig.READ_PORTS;
        parts.add(memory("activation buffer", reads * config.lanes(), 16, config.activationElements() / config.lanes()));
        parts.add(memory("result buffer", reads * config.resultLanes(), 32, config.resultElements() / config.resultLanes()));
        parts.add(memory("input buffer", 1, 8 * n, config.inputWords()));
        parts.add(memory("input scales", 1, 32, config.inputScales()));
        parts.add(memory("instruction cache", 1, INSTRUCTION_BITS, config.cacheBytes() * 8L / INSTRUCTION_BITS));
        parts.add(memory("token memory", 1, 32, config.tokenCapacity()));
        parts.add(new Part("sequencer", 1, new DeviceResources(SEQUENCER_SLICES, 0, 0, 0, 0)));
        parts.add(new Part("front end, loads, stores", 1, FRONT_END));
        return new CoreEstimate(parts);
    }

    /** A word leaves through registers. */
    private static Part ring(String name, long word, long words) {
        DeviceResources memory = memory(name, 1, word, words).each();
        return new Part(name, 1, memory.plus(new DeviceResources(0, 100, word, 0, 0)));
    }

    private static Part memory(String name, int instances, long width, long words) {
        if (words <= TABLE_WORDS) {
            return new Part(name, instances, new DeviceResources(0, width * (words <= TABLE_WORDS / 2 ? 4 : 8) / 7, 0, 0, 0));
        }
        long blocks = Long.MAX_VALUE;
        for (int[] shape : SHAPES) {
            blocks = Math.min(blocks, ceil(width, shape[0]) * ceil(words, shape[1]));
        }
        return new Part(name, instances, new DeviceResources(0, 0, 0, blocks, 0));
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }

    /** The whole core. */
    public DeviceResources total() {
        return parts.stream().map(Part::all).reduce(DeviceResources.NONE, DeviceResources::plus);
    }
}
