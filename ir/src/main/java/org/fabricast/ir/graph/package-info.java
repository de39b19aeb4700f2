/**
 * The graph level: one token step of a transformer as typed operators in SSA order, before any thought of hardware.
 *
 * <p>Comes in: what a frontend read from a model file, by way of {@code org.fabricast.ir.graph.build}. Goes out: a
 * {@link org.fabricast.ir.graph.Graph} for passes, printer and interpreter. Must not import any other level of the IR;
 * only {@code org.fabricast.diag}.
 */
package org.fabricast.ir.graph;
