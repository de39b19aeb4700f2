package org.fabricast.compiler.lengths;

/** How a program meets the lengths of sequences. */
public sealed interface Lengths {

    /** Name in options and reports. */
    String text();

    /**
     * One program whose addresses and sizes are registers.
     *
     * @param prefill how prompts go in
     */
    record Parametric(Prefill prefill) implements Lengths {

        /** Prompts in chunks. */
        public Parametric() {
            this(Prefill.CHUNKED);
        }

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
