/**
 * Choosing bits per matrix by measurement.
 *
 * <p>Comes in: a graph, calibration sequences, an average of bits. Goes out: a
 * {@link org.fabricast.compiler.assign.WeightAssignment}. CalibrationSequences text is never evaluation text. Must not import:
 * hardware, RTL, driver, command line.
 */
package org.fabricast.compiler.assign;
