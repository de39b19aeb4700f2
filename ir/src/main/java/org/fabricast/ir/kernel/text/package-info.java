/**
 * The source form of kernels: grammar, syntax tree, type checker and lowering to SSA.
 *
 * <p>Comes in: text of a {@code .fk} file. Goes out: verified {@link org.fabricast.ir.kernel.Kernel}s, or all findings of
 * the file at once. Must not import: graph, ISA, emulator, the kernel library.
 */
package org.fabricast.ir.kernel.text;
