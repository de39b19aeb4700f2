package org.fabricast.compiler.lengths;

/** How a program meets the lengths of sequences. */
public sealed interface Lengths {

    /** Name in options and reports. */
    String text();

    /** One program whose addresses and sizes are registers. */
    record Parametric() implements Lengths {
        @Override
        public String text() {
            return "parametric";
        }
    }

    /**
     * A straight-line stream per bucket, with its lengths as immediates.
     *
     * @param prefill buckets of prompt lengths
     * @param decode  buckets of positions attended to
     */
    record Bucketed(BucketSpec prefill, BucketSpec decode) implements Lengths {
        @Override
        public String text() {
            return "bucketed";
        }
    }
}
