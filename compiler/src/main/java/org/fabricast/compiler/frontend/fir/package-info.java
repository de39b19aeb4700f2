/**
 * Graphs in our own textual form.
 *
 * <p>Comes in: a {@code .fir} file. Goes out: the graph it holds. Must not import other file formats.
 */
package org.fabricast.compiler.frontend.fir;
