package org.fabricast.ir.graph;

/** Which two elements of a head a rotary embedding turns together, {@code r} being the rotary dimension. */
public enum RotaryStyle {
    /** {@code (x[i], x[i + r/2])}: Hugging Face LLaMA, GPT-NeoX. */
    HALF,
    /** {@code (x[2i], x[2i+1])}: the original paper, llama2.c, GGUF of LLaMA. */
    INTERLEAVED
}
