/**
 * The compiler as a library: one call from graph to program, packed weights and memory map.
 *
 * <p>Comes in: a graph and {@link org.fabricast.compiler.CompileOptions}. Goes out:
 * {@link org.fabricast.compiler.CompiledModel}, verified, or diagnostics that say what does not fit. Must not import: RTL,
 * driver, command line.
 */
package org.fabricast.compiler;
