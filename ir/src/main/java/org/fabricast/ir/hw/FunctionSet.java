package org.fabricast.ir.hw;

/**
 * Which kernels a special function unit has: those of one family of decoders, so that no machine pays for another's. Softmax, residual
 * sum, conversion to binary16, quantiser of K and V, and arg-max are in all.
 */
public enum FunctionSet {
    /** RMSNorm, rotary embedding, SiLU times up: LLaMA and its kin. */
    ROTARY_GATED,
    /** LayerNorm, biases, ReLU, sum of two activations: OPT. */
    BIASED_RELU
}
