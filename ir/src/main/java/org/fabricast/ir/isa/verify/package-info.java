/**
 * What instructions touch, the rules their operands keep, and the verifier of whole programs.
 *
 * <p>Comes in: instructions, programs, a configuration. Goes out: ranges and findings. Must not import: graph, kernel
 * compiler, emulator.
 */
package org.fabricast.ir.isa.verify;
