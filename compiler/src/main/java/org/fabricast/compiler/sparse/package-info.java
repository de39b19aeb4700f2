/**
 * Weight sparsity: which weights of a projection stay, what the others cost in output error, and what the rest costs.
 *
 * <p>Comes in: binary32 matrices, second moments of their inputs, a target. Goes out: masks of N of every 16 (or 4) inputs per
 * row, refitted weights, a report per layer with the bytes of the stream that {@code RUN} takes. Must not import: hardware,
 * devices, command line.
 *
 * <p>Source: Sun et al., "A Simple and Effective Pruning Approach for Large Language Models", 2023 (score); FlightLLM, section 3
 * (16×16 blocks with N of 16 each).
 */
package org.fabricast.compiler.sparse;
