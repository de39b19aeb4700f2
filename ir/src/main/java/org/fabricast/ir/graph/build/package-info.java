/**
 * How graphs are made: a builder that keeps order and names, and whole architecture families on top of it.
 *
 * <p>Comes in: shapes and tensors that a frontend read. Goes out: a {@link org.fabricast.ir.graph.Graph}. Must not import
 * anything about file formats, text or interpretation.
 */
package org.fabricast.ir.graph.build;
