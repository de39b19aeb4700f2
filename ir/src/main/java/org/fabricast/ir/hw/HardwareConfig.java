package org.fabricast.ir.hw;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hash.Sha256;

/**
 * Sizes of one generated core with a {@code dsp-chain} engine.
 *
 * <p>Units are in the names. The MAC array is square: {@code array} outputs by {@code array} inputs per cycle, so a weight
 * word is {@code array²} bytes and comes from the ring in one cycle.
 *
 * @param name               identifier of the configuration
 * @param array              rows and columns N of the MAC array; N² MACs per cycle
 * @param lanes              elements L per cycle of the vector side (special functions, quantiser); divides N
 * @param resultLanes        results of the array that are rescaled per cycle, and elements of a word of the result buffer on the
 *                           engine's side; a power of two from L to N and at most 16
 * @param vectors            most input vectors of one MM instruction
 * @param busBytes           data bytes per beat of the memory port
 * @param weightRingBytes    capacity of the weight ring
 * @param kvRingBytes        capacity of the K and V ring
 * @param activationElements binary16 elements of the activation buffer
 * @param resultElements     binary32 elements of the result buffer
 * @param inputWords         words of N INT8 elements in the engine's quantised-input buffer
 * @param inputScales        scales in the engine's quantised-input buffer
 * @param cacheBytes         instruction cache
 * @param queueDepth         instructions each queue holds
 * @param burstBeats         beats of the longest read burst
 * @param outstandingReads   read bursts in flight
 * @param tokenCapacity      words of the token memory; at least context + 1
 * @param slots              request slots
 * @param products           what multiplies
 * @param functions          kernels of the special function unit; the compiler chooses those that the model needs
 * @param cores              equal cores that divide the work of a token: {@code docs/cores.md}
 */
public record HardwareConfig(String name, int array, int lanes, int resultLanes, int vectors, int busBytes, int weightRingBytes,
                             int kvRingBytes, int activationElements, int resultElements, int inputWords,
                             int inputScales, int cacheBytes, int queueDepth, int burstBeats, int outstandingReads,
                             int tokenCapacity, int slots, Products products, FunctionSet functions, int cores) {

    /** Alignment in bytes of everything in device memory that an instruction addresses, for every configuration. */
    public static final int ALIGNMENT = 64;

    /** Copies of the activation and of the result buffer, one per read port. */
    public static final int READ_PORTS = 3;

    /** Copies of the engine's input buffer where sparse words multiply two vectors at once. */
    private static final int SPARSE_VECTORS = 2;

    /** What multiplies in the MAC array; results are the same. */
    public enum Products {
        /** One product per multiplier that synthesis infers, summed by trees of adders. */
        FABRIC,
        /** Two products per DSP48E2 in cascades, for UltraScale+: {@code docs/sparse-chain.md}. Arrays of 8 to 64. */
        DSP48E2,
        /**
         * The same slices with a multiplexer of inputs each, so that weights which are zero are left out of stream and time:
         * {@code docs/sparse-chain.md}. Arrays of 16.
         */
        SPARSE_DSP48E2
    }

    /** Most cores: each has a link to every other. */
    public static final int MAXIMUM_CORES = 4;

    /** Largest array whose results are rescaled at the rate of the vector side unless the configuration says so. */
    private static final int LARGEST_OF_ONE_RATE = 32;
    /** 16 results rescaled a cycle: 2,048 products finished with groups of 128 inputs, more than the memories of the boards feed. */
    private static final int MOST_RESULT_LANES = 16;
    /** More than any part has on chip. */
    private static final int MAXIMUM_RING_BYTES = 1 << 26;

    public HardwareConfig {
        List<String> wrong = new ArrayList<>();
        powerOfTwo(wrong, "array", array, 4, 64);
        powerOfTwo(wrong, "lanes", lanes, 1, 8);
        powerOfTwo(wrong, "vectors", vectors, 1, 64);
        powerOfTwo(wrong, "busBytes", busBytes, 4, ALIGNMENT);
        powerOfTwo(wrong, "activationElements", activationElements, 64, 65536);
        powerOfTwo(wrong, "resultElements", resultElements, 64, 65536);
        powerOfTwo(wrong, "inputWords", inputWords, 16, 65536);
        powerOfTwo(wrong, "inputScales", inputScales, 16, 65536);
        powerOfTwo(wrong, "cacheBytes", cacheBytes, 512, 1 << 20);
        powerOfTwo(wrong, "queueDepth", queueDepth, 2, 256);
        powerOfTwo(wrong, "burstBeats", burstBeats, 1, 64);
        powerOfTwo(wrong, "outstandingReads", outstandingReads, 1, 64);
        powerOfTwo(wrong, "tokenCapacity", tokenCapacity, 16, 1 << 16);
        powerOfTwo(wrong, "slots", slots, 1, 1);
        if (functions == null) {
            wrong.add("functions must be ROTARY_GATED or BIASED_RELU");
        }
        if (products == null) {
            wrong.add("products must be FABRIC, DSP48E2 or SPARSE_DSP48E2");
        } else if (products == Products.DSP48E2 && array < 8) {
            wrong.add("products DSP48E2 want an array of 8 or more, not " + array + ": a chain has at least 8 slices");
        } else if (products == Products.SPARSE_DSP48E2 && array != 16) {
            wrong.add("products SPARSE_DSP48E2 want an array of 16, not " + array + ": a sparse multiplexer selects one of 16 inputs");
        }
        if (cores < 1 || cores > MAXIMUM_CORES) {
            wrong.add("cores must be in 1.." + MAXIMUM_CORES + ", not " + cores);
        }
        if (wrong.isEmpty()) {
            if (array % lanes != 0) {
                wrong.add("lanes " + lanes + " do not divide array " + array);
            } else {
                powerOfTwo(wrong, "resultLanes", resultLanes, lanes, Math.min(array, MOST_RESULT_LANES));
            }
            if ((array * array) % busBytes != 0) {
                wrong.add("busBytes " + busBytes + " do not divide a weight word of " + array * array + " bytes");
            }
            ring(wrong, "weightRingBytes", weightRingBytes, array * array);
            ring(wrong, "kvRingBytes", kvRingBytes, array * array);
            if (burstBeats * busBytes > 4096) {
                wrong.add("a burst of " + burstBeats * busBytes + " bytes crosses a 4 KiB boundary");
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("configuration " + name + ": " + String.join("; ", wrong));
        }
    }

    /** Sizes of a single core with products in {@link Products#FABRIC} and result lanes as {@link #defaultResultLanes} has them. */
    public HardwareConfig(String name, int array, int lanes, int vectors, int busBytes, int weightRingBytes, int kvRingBytes,
                          int activationElements, int resultElements, int inputWords, int inputScales, int cacheBytes,
                          int queueDepth, int burstBeats, int outstandingReads, int tokenCapacity, int slots) {
        this(name, array, lanes, defaultResultLanes(array, lanes), vectors, busBytes, weightRingBytes, kvRingBytes, activationElements,
                resultElements, inputWords, inputScales, cacheBytes, queueDepth, burstBeats, outstandingReads, tokenCapacity, slots,
                Products.FABRIC, FunctionSet.ROTARY_GATED, 1);
    }

    /**
     * Result lanes of a configuration that does not say: as many as the vector side has lanes, which itself has at most 8 because the
     * sums of its kernels are 32 partial sums and an adder takes 4 cycles. An array of 64 has 16, or four times the lanes: with groups
     * of 128 inputs, 8 a cycle would finish 1,024 products per cycle and no more.
     */
    public static int defaultResultLanes(int array, int lanes) {
        return array > LARGEST_OF_ONE_RATE ? Math.min(MOST_RESULT_LANES, 4 * lanes) : lanes;
    }

    /** The same sizes with other products. */
    public HardwareConfig with(Products other) {
        return with(resultLanes, other, functions, cores);
    }

    /** So many cores of the same sizes. */
    public HardwareConfig withCores(int count) {
        return with(resultLanes, products, functions, count);
    }

    /** The same sizes with other functions. */
    public HardwareConfig with(FunctionSet other) {
        return with(resultLanes, products, other, cores);
    }

    /** The same sizes with so many results rescaled per cycle. */
    public HardwareConfig withResultLanes(int count) {
        return with(count, products, functions, cores);
    }

    private HardwareConfig with(int results, Products multiplied, FunctionSet kernels, int count) {
        return new HardwareConfig(name, array, lanes, results, vectors, busBytes, weightRingBytes, kvRingBytes, activationElements,
                resultElements, inputWords, inputScales, cacheBytes, queueDepth, burstBeats, outstandingReads, tokenCapacity, slots,
                multiplied, kernels, count);
    }

    /** Whether several cores divide the work. */
    public boolean divided() {
        return cores > 1;
    }

    private static void powerOfTwo(List<String> wrong, String what, int value, int least, int most) {
        if (value < least || value > most || Integer.bitCount(value) != 1) {
            wrong.add(what + " must be a power of two in " + least + ".." + most + ", not " + value);
        }
    }

    private static void ring(List<String> wrong, String what, int bytes, int word) {
        int words = bytes / word;
        if (bytes % word != 0 || words < 4 || Integer.bitCount(words) != 1 || bytes > MAXIMUM_RING_BYTES) {
            wrong.add(what + " must be a power of two of at least four words of " + word + " bytes and at most "
                    + MAXIMUM_RING_BYTES + ", not " + bytes);
        }
    }

    /** 64 MAC per cycle, 16 bytes per cycle of memory, 128 KiB on chip. */
    public static HardwareConfig sim64() {
        return new HardwareConfig("sim64", 8, 1, 8, 16, 32 << 10, 16 << 10, 4096, 2048, 512, 64, 8 << 10, 16, 16, 8,
                1024, 1);
    }

    /** 256 MAC per cycle, 64 bytes per cycle of memory, 256 KiB on chip. */
    public static HardwareConfig sim256() {
        return new HardwareConfig("sim256", 16, 4, 8, 64, 128 << 10, 32 << 10, 4096, 4096, 256, 64, 8 << 10, 16, 16, 8,
                1024, 1);
    }

    /** All components; a single core and the default of the result lanes are not said, nor in what is generated for them. */
    @Override
    public String toString() {
        return "HardwareConfig[name=" + name + ", array=" + array + ", lanes=" + lanes
                + (saysResultLanes() ? ", resultLanes=" + resultLanes : "") + ", vectors=" + vectors + ", busBytes="
                + busBytes + ", weightRingBytes=" + weightRingBytes + ", kvRingBytes=" + kvRingBytes + ", activationElements="
                + activationElements + ", resultElements=" + resultElements + ", inputWords=" + inputWords + ", inputScales="
                + inputScales + ", cacheBytes=" + cacheBytes + ", queueDepth=" + queueDepth + ", burstBeats=" + burstBeats
                + ", outstandingReads=" + outstandingReads + ", tokenCapacity=" + tokenCapacity + ", slots=" + slots
                + ", products=" + products + (divided() ? ", cores=" + cores : "") + "]";
    }

    /** Multiply-accumulates per cycle of one core. */
    public int macsPerCycle() {
        return array * array;
    }

    private boolean saysResultLanes() {
        return resultLanes != defaultResultLanes(array, lanes);
    }

    /** Bytes of a weight word. */
    public int wordBytes() {
        return array * array;
    }

    /** Bus beats of a weight word. */
    public int beatsPerWord() {
        return wordBytes() / busBytes;
    }

    /** Output rows of a row tile: as many as have their binary16 scales in one weight word. */
    public int tileRows() {
        return wordBytes() / 2;
    }

    /** Bytes of every memory of one core, copies included. */
    public int onChipBytes() {
        return weightRingBytes + kvRingBytes + READ_PORTS * (2 * activationElements + 4 * resultElements)
                + (products == Products.SPARSE_DSP48E2 ? SPARSE_VECTORS : 1) * inputWords * array + inputScales * 4 + cacheBytes + 4 * tokenCapacity;
    }

    /** SHA-256 over everything but the name, in hex: artefact, RTL and driver compare it. */
    public String hash() {
        String text = String.join(",", List.of(array, lanes, vectors, busBytes, weightRingBytes, kvRingBytes,
                activationElements, resultElements, inputWords, inputScales, cacheBytes, queueDepth, burstBeats,
                outstandingReads, tokenCapacity, slots).stream().map(String::valueOf).toList());
        return Sha256.of(text + (products == Products.FABRIC ? "" : "," + products)
                + (functions == FunctionSet.ROTARY_GATED ? "" : "," + functions) + (divided() ? ",cores=" + cores : "")
                + (saysResultLanes() ? ",resultLanes=" + resultLanes : ""));
    }

    /** First 32 bits of {@link #hash()}, as the hardware's identification register shows them. */
    public int hash32() {
        return (int) Long.parseLong(hash().substring(0, 8), 16);
    }
}
