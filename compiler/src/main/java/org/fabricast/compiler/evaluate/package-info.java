/**
 * How good a model's predictions of a text are.
 *
 * <p>Comes in: a text, a tokenizer, and whatever computes logits. Goes out: mean negative log likelihood and perplexity.
 * Must not import devices or hardware: reference, emulator and RTL are measured by the same code.
 */
package org.fabricast.compiler.evaluate;
