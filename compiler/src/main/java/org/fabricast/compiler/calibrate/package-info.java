/**
 * What a model's projections see: text to run a model on, and second moments of the inputs of its linear operators.
 *
 * <p>Comes in: a graph with weights, a tokenizer, a file or a seed. Goes out: token sequences,
 * {@link org.fabricast.compiler.calibrate.Calibration}. Must not import: ISA, hardware, devices, command line.
 */
package org.fabricast.compiler.calibrate;
