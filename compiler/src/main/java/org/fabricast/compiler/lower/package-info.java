/**
 * Lowering: fused groups to instructions. Buffer allocation by lifetime, emission in program order with the ranges each
 * instruction touches, tokens that order the queues, linking of loops and branches.
 *
 * <p>Comes in: {@link org.fabricast.compiler.fuse.FusedModel}, configuration, image layout. Goes out:
 * {@link org.fabricast.ir.isa.Program}. Must not import: frontends, RTL, driver.
 */
package org.fabricast.compiler.lower;
