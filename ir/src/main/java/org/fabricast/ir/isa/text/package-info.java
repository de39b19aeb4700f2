/**
 * Assembler and disassembler: programs as text, an exact round trip.
 *
 * <p>Comes in: text or instructions. Goes out: instructions or text, findings with line and column. Must not import:
 * graph, kernel compiler, emulator.
 */
package org.fabricast.ir.isa.text;
