/**
 * Hashes that name and check files, configurations and builds.
 *
 * <p>Comes in: bytes, texts, files. Goes out: lower-case hex. Must not import: anything of ours.
 */
package org.fabricast.ir.hash;
