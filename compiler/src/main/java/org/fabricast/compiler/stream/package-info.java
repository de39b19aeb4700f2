/**
 * Streams of matrices: the bytes that a {@code RUN} takes from its ring.
 *
 * <p>Comes in: levels and scales. Goes out: {@link org.fabricast.compiler.stream.PackedMatrix}. Must not import: graphs, the
 * weight region, RTL.
 */
package org.fabricast.compiler.stream;
