package org.fabricast.compiler.estimate.published;

/**
 * The machine of the published profile: one core of the VHK158 configuration, and what an instruction costs on it.
 *
 * <p>Formulas: {@code load = bytes / (channel rate · channels · efficiency · ratio)}, where the ratio is {@code 2 / density} for
 * weights of a projection (4 bits, pruned) and 1 for everything else; {@code matrix = MACs · density / MACs per cycle};
 * {@code misc = elements / lanes}, twice that for softmax and norm, which read their vector twice; {@code sys = 1 cycle}. Every
 * time is divided by {@link #CORRECTION}, the undocumented constant of the published profiler. It is here and nowhere else.
 *
 * <p>Units: milliseconds, bytes.
 *
 * <p>Source: FlightLLM, FPGA 2024, and the configuration file of its artefact (FlightLLM/flightllm_test_demo).
 */
final class PublishedMachine {

    static final double CORRECTION = 3.2;

    /** Side of a block, for sparsity and for tiling. */
    static final int BLOCK = 16;
    /** Channels of one core; its activation and global buffers are divided among them. */
    static final int CHANNELS = 8;
    /** Addresses of the activation, weight and index buffers. */
    static final int BUFFER_DEPTH = 4096;
    /** Addresses of the global buffer, where results wait for MISC and ST. */
    static final int GLOBAL_DEPTH = 512;
    /** Outputs of one MV instruction. */
    static final int MV_OUTPUTS = 512;
    /** Tokens and outputs of one MM instruction. */
    static final int MM_TOKENS = 128;
    static final int MM_OUTPUTS = 16;

    private static final double CYCLES_PER_MILLISECOND = 225e3;
    private static final double CHANNEL_BYTES_PER_MILLISECOND = 819.2 * (1L << 30) / 32 / 1e3;
    private static final double SAME_CHANNEL = 0.70;
    private static final double CROSS_CHANNEL = 0.35;
    private static final int MV_MACS = 1024;
    private static final int MM_MACS = 4096;
    private static final int MISC_LANES = 16;
    /** Bytes per cycle and channel that a buffer takes when it is filled with zeros, which come from no memory. */
    private static final int ZERO_FILL_BYTES = 256;

    private PublishedMachine() {
    }

    /** One channel moves {@code bytes}. */
    static double one(double bytes) {
        return transfer(bytes, 1, SAME_CHANNEL, 1);
    }

    /** One of eight channels that move together moves {@code bytes}; the published rule gives it the rate of all eight. */
    static double all(double bytes, double ratio) {
        return transfer(bytes, CHANNELS, SAME_CHANNEL, ratio);
    }

    /** {@code bytes} that lie in a channel of another buffer. */
    static double cross(double bytes, double ratio) {
        return transfer(bytes, 1, CROSS_CHANNEL, ratio);
    }

    static double zeroFill(double bytes) {
        return cycles(bytes / (ZERO_FILL_BYTES * CHANNELS));
    }

    static double mv(int inputs, double density) {
        return cycles((double) MV_OUTPUTS * inputs * density / MV_MACS);
    }

    static double mm(int inputs, double density) {
        return cycles((double) MM_TOKENS * MM_OUTPUTS * inputs * density / MM_MACS);
    }

    /** An element-wise operation. */
    static double misc(int elements) {
        return cycles((double) elements / MISC_LANES);
    }

    /** Softmax or a norm. */
    static double twoPhase(int elements) {
        return 2 * misc(elements);
    }

    static double sys() {
        return cycles(1);
    }

    /** By how much stored weights of a projection make a load shorter than one INT8 value per weight. */
    static double weightRatio(double density) {
        return 2 / density;
    }

    private static double transfer(double bytes, int channels, double efficiency, double ratio) {
        return bytes / (CHANNEL_BYTES_PER_MILLISECOND * channels * efficiency * ratio) / CORRECTION;
    }

    private static double cycles(double cycles) {
        return cycles / CYCLES_PER_MILLISECOND / CORRECTION;
    }
}
