/**
 * Quantisers of weights in groups with a scale and, where there is a choice, a datatype for each group.
 *
 * <p>Comes in: binary32 matrices, a {@link org.fabricast.compiler.quantise.group.GroupFormat}. Goes out:
 * {@link org.fabricast.compiler.quantise.group.GroupedMatrix}, its packed image. Must not import: ISA, hardware, RTL, graph,
 * command line.
 */
package org.fabricast.compiler.quantise.group;
