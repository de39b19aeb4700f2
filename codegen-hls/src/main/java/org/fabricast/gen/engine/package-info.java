/**
 * Generator of the dense {@code dsp-chain} engine.
 *
 * <p>Comes in: a {@link org.fabricast.ir.hw.HardwareConfig}. Goes out: Verilog files by name. Must not import: graph,
 * compiler, driver.
 */
package org.fabricast.gen.engine;
