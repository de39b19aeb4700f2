/**
 * Model files to graphs: the loader that chooses a frontend, what every frontend gives back, and reading of weights.
 *
 * <p>Comes in: a path and options. Goes out: {@link org.fabricast.compiler.frontend.ImportedModel} or
 * {@link org.fabricast.compiler.frontend.ModelSummary}, or diagnostics that list everything that is wrong. Must not import
 * passes, hardware configuration, RTL or the driver.
 */
package org.fabricast.compiler.frontend;
