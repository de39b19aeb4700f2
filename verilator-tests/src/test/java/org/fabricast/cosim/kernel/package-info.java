/**
 * The command {@code kernel} with the tools it calls: benches that pass, benches that must not.
 *
 * <p>Comes in: kernel sources. Goes out: directories with Verilog that was run. Tests only; nothing imports it.
 */
package org.fabricast.cosim.kernel;
