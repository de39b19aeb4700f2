/**
 * What a graph means: its computation in binary32, the {@code reference} level every later level is compared with.
 *
 * <p>Comes in: a verified {@link org.fabricast.ir.graph.Graph} with its weights, then token ids. Goes out: logits, and any
 * value between. Must not import builders, text or hardware levels.
 *
 * <p>Rounding, for all operators: sums and products are binary32, round to nearest even, never fused. A dot product or
 * sum over elements has eight partial sums, see {@link org.fabricast.ir.graph.interpret.Dot}. Exponential, hyperbolic
 * tangent, normal distribution, sine and cosine are computed in binary64 and rounded to binary32 once.
 */
package org.fabricast.ir.graph.interpret;
