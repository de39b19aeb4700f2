package org.fabricast.compiler.lengths;

/** How a program meets the lengths of sequences. */
public sealed interface Lengths {

    /** One program whose addresses and sizes are registers. */
    record Parametric() implements Lengths { }

    /**
     * A straight-line stream per bucket, with its lengths as immediates.
     *
     * @param prefill buckets of prompt lengths
     * @param decode  buckets of positions attended to
     */
    record Bucketed(BucketSpec prefill, BucketSpec decode) implements Lengths { }
}
