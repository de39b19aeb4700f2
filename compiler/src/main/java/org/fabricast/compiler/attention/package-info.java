/**
 * Block-sparse attention of a prompt: which blocks of 64 keys each block of 64 queries attends to.
 *
 * <p>Comes in: a graph, a text to see where its attention goes, a density. Goes out: a plan with a mask per layer and head, and the
 * part of the attention it keeps; as a file. Must not import: ISA, hardware, devices, command line.
 *
 * <p>Source: FlightLLM, section 3 (block-sparse masks at 64 tokens, used in prefill alone).
 */
package org.fabricast.compiler.attention;
