package org.fabricast.compiler.fuse;

/** Decoders that the machine runs; what they differ in beside their sizes. */
public enum Family {
    /** RMSNorm, rotary embedding, SiLU-gated feed-forward part, no biases: LLaMA and its kin. */
    ROTARY_GATED,
    /** LayerNorm, learned positions, biases, ReLU: OPT. */
    BIASED_RELU
}
