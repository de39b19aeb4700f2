/**
 * The bit-exact emulator of the machine: executes the very bytes of a program in program order over a device memory, behind
 * the same registers as the hardware. This is the reference level {@code functional}.
 *
 * <p>Comes in: a configuration, a device memory, register accesses. Goes out: memory contents, register values, faults. Must
 * not import: graph, compiler.
 */
package org.fabricast.ir.emulator;
