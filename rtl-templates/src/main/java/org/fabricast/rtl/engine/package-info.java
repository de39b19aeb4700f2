/**
 * Templates of the {@code dsp-chain} engine: one record per template, and the sizes they share.
 *
 * <p>Comes in: a {@link org.fabricast.ir.hw.HardwareConfig}. Goes out: records whose every value is decided, ready to be
 * printed. Must not import: instructions, kernels, graph.
 */
package org.fabricast.rtl.engine;
