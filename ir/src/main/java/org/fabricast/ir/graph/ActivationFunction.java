package org.fabricast.ir.graph;

/** The non-linear functions of feed-forward networks. */
public enum ActivationFunction {
    /** {@code x / (1 + e^−x)}. */
    SILU,
    /** {@code x · Φ(x) = x/2 · (1 + erf(x/√2))}. */
    GELU_ERF,
    /** {@code x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))}: GPT-2's {@code gelu_new}. */
    GELU_TANH,
    /** {@code max(x, 0)}. */
    RELU
}
