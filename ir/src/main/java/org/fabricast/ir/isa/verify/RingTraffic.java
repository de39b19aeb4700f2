package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Region;
import org.fabricast.ir.isa.RunShape;
import org.fabricast.ir.isa.SparseSize;

/**
 * Bytes that each instruction puts into a ring or takes from it, in program order. What the weight ring holds is remembered as
 * places of the weight region, so that a sparse stream can be asked how long it is.
 */
final class RingTraffic {

    /** Place of a segment that is not in the weight region. */
    private static final long ELSEWHERE = -1;

    private final HardwareConfig config;
    private final WeightContents weights;
    /** Contents of the weight ring, the oldest first. */
    private final List<Segment> held = new ArrayList<>();
    /** Of streams met before: a loop multiplies by the same ones again. */
    private final Map<Place, Long> known = new HashMap<>();

    private record Segment(long offset, long bytes) { }

    private record Place(long offset, RunShape shape) { }

    RingTraffic(HardwareConfig config, WeightContents weights) {
        this.config = config;
        this.weights = weights;
    }

    /**
     * Bytes of the next instruction; 0 if it uses no ring.
     *
     * @throws IllegalArgumentException if a sparse stream cannot be asked, or says what cannot be
     */
    long next(Operands operands) {
        int ring = RingCheck.ring(operands);
        if (ring < 0) {
            return 0;
        }
        boolean load = operands.opcode() == Opcode.LD_RING;
        long bytes = load ? operands.get("bytes") : taken(RunShape.of(operands, config.array()));
        if (ring == 0 && load) {
            boolean region = operands.bits("region") == Region.WEIGHTS.ordinal();
            append(region ? operands.get("mem") * Region.LOAD_UNIT_BYTES : ELSEWHERE, bytes);
        } else if (ring == 0) {
            remove(bytes);
        }
        return bytes;
    }

    private void append(long offset, long bytes) {
        Segment last = held.isEmpty() ? new Segment(ELSEWHERE, 0) : held.getLast();
        if (last.offset() != ELSEWHERE && last.offset() + last.bytes() == offset) {
            held.set(held.size() - 1, new Segment(last.offset(), last.bytes() + bytes));
        } else {
            held.add(new Segment(offset, bytes));
        }
    }

    private void remove(long bytes) {
        long left = bytes;
        while (left > 0 && !held.isEmpty()) {
            Segment first = held.getFirst();
            if (first.bytes() <= left) {
                held.removeFirst();
            } else {
                held.set(0, new Segment(first.offset() == ELSEWHERE ? ELSEWHERE : first.offset() + left, first.bytes() - left));
            }
            left -= first.bytes();
        }
    }

    private long taken(RunShape shape) {
        if (!shape.sparse()) {
            return shape.ringWords() * config.wordBytes();
        }
        return switch (weights) {
            case WeightContents.Bytes all -> known.computeIfAbsent(new Place(first(), shape),
                    place -> SparseSize.of(shape, i -> byteAt(all.bytes(), i)).ringWords() * config.wordBytes());
            case WeightContents.Sizes sizes when shape.pattern() == RunShape.ANY_PATTERN -> {
                Long bytes = sizes.streams().get(first());
                if (bytes == null) {
                    throw new IllegalArgumentException("no stream begins at byte " + first() + " of the weights");
                }
                yield bytes;
            }
            case WeightContents.Unknown unknown when shape.pattern() == RunShape.ANY_PATTERN -> throw new IllegalArgumentException(
                    "a stream that says itself how long it is, of weights that are not known");
            case WeightContents.Sizes sizes -> shape.ringWords() * config.wordBytes();
            case WeightContents.Unknown unknown -> shape.ringWords() * config.wordBytes();
        };
    }

    private long first() {
        return held.isEmpty() ? ELSEWHERE : held.getFirst().offset();
    }

    private long byteAt(byte[] bytes, long index) {
        long left = index;
        for (Segment segment : held) {
            if (left < segment.bytes()) {
                long at = segment.offset() + left;
                if (segment.offset() == ELSEWHERE || at >= bytes.length) {
                    throw new IllegalArgumentException("a sparse stream that is not in the weight region");
                }
                return bytes[(int) at] & 0xff;
            }
            left -= segment.bytes();
        }
        throw new IllegalArgumentException("a descriptor at byte " + index + " of a stream of which the ring holds "
                + held.stream().mapToLong(Segment::bytes).sum());
    }
}
