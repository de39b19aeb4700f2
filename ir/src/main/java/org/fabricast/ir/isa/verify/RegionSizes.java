package org.fabricast.ir.isa.verify;

/**
 * Bytes of the regions of device memory.
 *
 * @param weights region 0
 * @param kv      region 1
 * @param io      region 2
 */
public record RegionSizes(long weights, long kv, long io) {

    /** Nothing is known of them. */
    public static final RegionSizes UNKNOWN = new RegionSizes(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** Bytes of a region; the largest number for a memory on chip. */
    long of(Space space) {
        return switch (space) {
            case WEIGHTS -> weights;
            case KV -> kv;
            case IO -> io;
            case ACTIVATION, RESULT, INPUT_WORDS, INPUT_SCALES, RESULT_REGISTER -> Long.MAX_VALUE;
        };
    }
}
