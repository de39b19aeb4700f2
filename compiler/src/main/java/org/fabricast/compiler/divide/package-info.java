/**
 * Division: which part of a model's work each of several cores does.
 *
 * <p>Comes in: a fused model, the number of cores. Goes out: sizes of a core's parts, and the rows of each matrix that a core has.
 * Must not import: ISA, RTL, packing, lowering.
 */
package org.fabricast.compiler.divide;
