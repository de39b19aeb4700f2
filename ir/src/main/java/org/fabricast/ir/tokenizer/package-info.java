/**
 * Text to token ids and back.
 *
 * <p>Comes in: a llama2.c {@code tok.bin} or a Hugging Face {@code tokenizer.json}, and what the model's configuration
 * says about its special tokens. Goes out: {@link org.fabricast.ir.tokenizer.Tokenizer}, which compiler, driver and
 * command line share, and the files that let an artefact directory carry it. Must not import the graph, the compiler or
 * the driver.
 */
package org.fabricast.ir.tokenizer;
