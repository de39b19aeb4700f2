package org.fabricast.compiler.fuse;

import org.fabricast.ir.graph.ConstantRef;

/** RMSNorm whose weight is folded into the columns of the projections that follow. */
public record Norm(ConstantRef weight, float eps) { }
