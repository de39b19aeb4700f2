/**
 * Instruction set: layout, instructions, programs, assembler and disassembler. The layout is data and is written down
 * only here; decoder RTL, emulator and manual derive from it.
 *
 * <p>Comes in: instructions from the compiler, text, or bytes. Goes out: bytes, text, findings. Must not import: graph,
 * kernel compiler, emulator.
 */
package org.fabricast.ir.isa;
