package org.fabricast.ir.isa.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What is known of the weight region: sparse streams whose blocks differ say themselves how long they are. */
public sealed interface WeightContents {

    /** Nothing; such streams are then findings. */
    WeightContents UNKNOWN = new Unknown();

    /** What is known from {@code offset} on: of several cores each has its own place in the region. */
    default WeightContents behind(long offset) {
        return offset == 0 ? this : switch (this) {
            case Unknown unknown -> unknown;
            case Bytes all -> new Bytes(Arrays.copyOfRange(all.bytes, (int) offset, all.bytes.length));
            case Sizes sizes -> new Sizes(sizes.streams.entrySet().stream().filter(e -> e.getKey() >= offset)
                    .collect(Collectors.toMap(e -> e.getKey() - offset, Map.Entry::getValue)));
        };
    }

    /** Nothing is known. */
    record Unknown() implements WeightContents { }

    /**
     * All of it: descriptors are followed, and those of streams with a declared pattern compared with it.
     *
     * @param bytes the region; not copied, nobody writes to it
     */
    record Bytes(byte[] bytes) implements WeightContents { }

    /**
     * Where streams begin and how long they are, for a region that has only sizes.
     *
     * @param streams bytes of the stream that begins at an offset
     */
    record Sizes(Map<Long, Long> streams) implements WeightContents {
        public Sizes {
            streams = Map.copyOf(streams);
        }
    }
}
