package org.fabricast.compiler.pack;

import org.fabricast.compiler.sparse.SparseBytes;

/**
 * A matrix with a sparse stream.
 *
 * @param pattern    that {@code RUN} declares
 * @param stored     weights of the matrix that are stored
 * @param bytes      of the stream by what they say
 * @param denseBytes of the dense stream of the same bits
 */
public record SparseFacts(int pattern, long stored, SparseBytes bytes, long denseBytes) { }
