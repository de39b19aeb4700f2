/**
 * Packing: matrices and tables into the bytes that the machine streams.
 *
 * <p>Comes in: quantised matrices, tables, the array size. Goes out: bytes in the order of {@code docs/architecture.md}.
 * Must not import: ISA, RTL.
 */
package org.fabricast.compiler.pack;
