/**
 * What a compilation leaves behind: description of the packed weights, manifest, and reading and writing of the artefact
 * directory.
 *
 * <p>Comes in: facts of a compilation, or a directory. Goes out: a complete directory, or a checked manifest. Must not
 * import: graph, kernel, emulator.
 */
package org.fabricast.ir.image;
