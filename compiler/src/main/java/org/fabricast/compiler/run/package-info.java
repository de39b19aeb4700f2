/**
 * Running models: the same request on the binary32 reference, the emulator and simulated Verilog, and what is reported of it.
 *
 * <p>Comes in: an artefact or an imported model, prompts. Goes out: tokens, logits, figures as JSON. Must not import: the
 * command line.
 */
package org.fabricast.compiler.run;
