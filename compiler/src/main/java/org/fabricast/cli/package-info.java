/**
 * The command line: thin over the services in {@code org.fabricast.compiler} and {@code org.fabricast.driver}.
 *
 * <p>Comes in: arguments. Goes out: text, one JSON document with {@code --json}, an exit status. Nothing imports this package.
 */
package org.fabricast.cli;
