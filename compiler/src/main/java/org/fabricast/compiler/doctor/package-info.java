/**
 * What is installed, missing or too old, and the one line that mends it.
 *
 * <p>Comes in: an environment. Goes out: a finding per tool. Must not import: models, artefacts, the command line.
 */
package org.fabricast.compiler.doctor;
