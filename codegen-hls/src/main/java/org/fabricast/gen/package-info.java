/**
 * Generators of units and of the whole machine: they choose sizes and wiring, fill the models of templates, gather cells and
 * kernels.
 *
 * <p>Comes in: a hardware configuration. Goes out: Verilog, one module per file, the same bytes every time. Must not import
 * graph types or anything of the compiler.
 */
package org.fabricast.gen;
