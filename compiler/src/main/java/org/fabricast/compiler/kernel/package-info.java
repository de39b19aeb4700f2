/**
 * One kernel from its source to verified Verilog: the work of {@code fabricast kernel}.
 *
 * <p>Comes in: kernel source, a part, options. Goes out: a directory with Verilog, test bench and report. Must not import:
 * models, frontends, the command line.
 */
package org.fabricast.compiler.kernel;
