/**
 * Choosing bits per matrix, by measurement where they are to be mixed.
 *
 * <p>Comes in: a model, calibration sequences, an average of bits. Goes out: a
 * {@link org.fabricast.compiler.assign.WeightAssignment}. Calibration text is never evaluation text. Must not import:
 * hardware, RTL, driver, command line.
 */
package org.fabricast.compiler.assign;
