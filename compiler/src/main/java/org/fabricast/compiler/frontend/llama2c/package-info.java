/**
 * Checkpoints of llama2.c, versions 0, 1 and 2.
 *
 * <p>Comes in: a {@code .bin} file. Goes out: a graph of the LLaMA family with interleaved rotary pairs. Must not import
 * other file formats.
 */
package org.fabricast.compiler.frontend.llama2c;
