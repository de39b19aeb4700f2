/**
 * Generator of the special function unit: which kernel an instruction runs, and where its streams and arguments come from.
 *
 * <p>Comes in: a {@link org.fabricast.ir.hw.HardwareConfig}; kernels come from the library and through the HLS. Goes out:
 * Verilog files by name. Must not import: graph, compiler, driver.
 */
package org.fabricast.gen.sfu;
