/**
 * Streams of matrices: the bytes that a {@code RUN} takes from its ring.
 *
 * <p>Comes in: levels, scales, masks of what is stored. Goes out: {@link org.fabricast.compiler.stream.PackedMatrix}. Must not import: graphs, the
 * weight region, RTL.
 */
package org.fabricast.compiler.stream;
