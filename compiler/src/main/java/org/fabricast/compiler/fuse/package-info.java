/**
 * Fusion: recognises decoder layers in a graph and groups their operators as the machine executes them.
 *
 * <p>Comes in: a verified {@link org.fabricast.ir.graph.Graph}. Goes out: {@link org.fabricast.compiler.fuse.FusedModel},
 * or every operator that has no place on the machine. Must not import: ISA, hardware, RTL.
 */
package org.fabricast.compiler.fuse;
