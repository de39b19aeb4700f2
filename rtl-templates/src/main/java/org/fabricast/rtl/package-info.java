/**
 * Hand-written Verilog cells and the renderer of Velocity templates.
 *
 * <p>Comes in: the name of a cell, or a record whose template has the same name. Goes out: Verilog text. Must not import
 * graph, kernel or compiler types: templates and cells know wires, not operators.
 */
package org.fabricast.rtl;
