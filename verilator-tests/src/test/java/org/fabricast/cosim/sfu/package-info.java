/**
 * Co-simulation of the special function unit against the kernels' interpretation.
 *
 * <p>Comes in: Verilog of the unit for a configuration. Goes out: verdicts. Must not import: compiler.
 */
package org.fabricast.cosim.sfu;
