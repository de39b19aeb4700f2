/**
 * Self-checking test benches for generated kernels: what a kernel is run with, what the interpreter answers, and the
 * Verilog-2005 that compares the hardware with it.
 *
 * <p>Comes in: a kernel's hardware and what its author says about its arguments. Goes out: text files. Must not import:
 * graphs, models, the command line; it starts no tool.
 */
package org.fabricast.hls.testbench;
