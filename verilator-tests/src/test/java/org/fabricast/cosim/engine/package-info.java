/**
 * Co-simulation of the engine and its parts against formulas written out in Java.
 *
 * <p>Comes in: Verilog of the engine for a configuration. Goes out: verdicts. Must not import: emulator, compiler.
 */
package org.fabricast.cosim.engine;
