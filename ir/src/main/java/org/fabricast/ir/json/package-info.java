/**
 * Strict reading of JSON files that users hand in.
 *
 * <p>Comes in: a path or bytes. Goes out: Jackson trees, or a diagnostic with line and column. Must not know what the
 * document means.
 */
package org.fabricast.ir.json;
