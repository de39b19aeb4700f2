/**
 * What a user is told when something is wrong: coded diagnostics and the exception that carries them.
 *
 * <p>Comes in: the subject, what was expected, what was found, a hint. Goes out: one line of text per finding and an
 * exit status. Must not import anything else of ours.
 */
package org.fabricast.diag;
