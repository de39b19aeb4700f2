/**
 * The machine, the model and the instruction stream of FlightLLM's published profile, to check the event model against it.
 *
 * <p>Comes in: facts of the paper and its artefact. Goes out: timed instructions. Must not import: anything of the compiler but
 * the event model; what is published about another machine must not reach our own estimates.
 */
package org.fabricast.compiler.estimate.published;
