/**
 * From a compiled model and its Verilog to an artefact directory, and what a compilation reports about itself.
 *
 * <p>Comes in: an imported model, a compiled one, generated Verilog. Goes out: an artefact, or the report as JSON. Must not
 * import: devices and their drivers.
 */
package org.fabricast.compiler.artefact;
