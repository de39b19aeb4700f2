/**
 * Passes over kernel SSA that make the hardware smaller and change no bit of any result.
 *
 * <p>Comes in: a well-formed {@link org.fabricast.ir.kernel.Kernel}. Goes out: a well-formed kernel with the same ports that
 * computes the same. Must not import: anything of Verilog or of scheduling but the delays.
 */
package org.fabricast.hls.optimise;
