/**
 * Figures of the resource model against the tool they came from.
 *
 * <p>Comes in: cells and kernels. Goes out: differences. Tests only; nothing imports it.
 */
package org.fabricast.hls.report;
