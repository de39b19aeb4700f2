/**
 * The kernels of the special function unit and the standard library of functions, as source resources.
 *
 * <p>Comes in: nothing. Goes out: compiled {@link org.fabricast.ir.kernel.Kernel}s by name, in a fixed order. Must not
 * import: graph, ISA, emulator.
 */
package org.fabricast.ir.kernel.library;
