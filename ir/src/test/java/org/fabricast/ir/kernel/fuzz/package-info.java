/**
 * Differential testing of kernels: a case is a kernel with inputs and arguments; executors observe it; the minimiser finds
 * the least case on which they differ. Comes in: kernels of the language level. Goes out: cases and their text. Must not
 * import hardware generation.
 */
package org.fabricast.ir.kernel.fuzz;
