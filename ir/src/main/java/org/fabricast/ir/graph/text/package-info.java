/**
 * The textual form of the graph level, {@code .fir}: what it prints it reads back exactly.
 *
 * <p>Comes in: a {@link org.fabricast.ir.graph.Graph}, or text with its side file. Goes out: the other of the two, or every
 * finding with line and column. Must not import builders, interpretation or other levels.
 */
package org.fabricast.ir.graph.text;
