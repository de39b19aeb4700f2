/**
 * Single matrices in NumPy's own file format.
 *
 * <p>Comes in: a {@code .npy} file. Goes out: {@link org.fabricast.compiler.frontend.npy.NpyMatrix}. Must not import: graphs, passes,
 * hardware. Source: NumPy Enhancement Proposal 1, versions 1 to 3 of the format.
 */
package org.fabricast.compiler.frontend.npy;
