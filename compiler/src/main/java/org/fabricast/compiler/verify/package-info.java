/**
 * Verification of an artefact, step by step: its files, its program, its Verilog under three tools, and its Verilog against
 * the emulator bit by bit.
 *
 * <p>Comes in: an artefact directory. Goes out: a result per step, with the first thing that differs. Must not import:
 * frontends, passes, the command line.
 */
package org.fabricast.compiler.verify;
