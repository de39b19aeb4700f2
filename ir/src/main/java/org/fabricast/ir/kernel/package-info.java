/**
 * The kernel language: typed SSA of a special-function kernel, its source form, verifier, printer and bit-exact
 * interpreter.
 *
 * <p>Comes in: kernel source text. Goes out: {@link org.fabricast.ir.kernel.Kernel}, which the emulator executes and the
 * HLS turns into Verilog. Must not import: graph, ISA, emulator.
 */
package org.fabricast.ir.kernel;
