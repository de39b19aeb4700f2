/**
 * Boards as data.
 *
 * <p>Comes in: {@code boards/*.json}. Goes out: records with the source of each number. Must not import: compiler passes, RTL.
 */
package org.fabricast.board;
