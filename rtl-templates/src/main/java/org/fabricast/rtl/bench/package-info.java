/**
 * Record models of a kernel's self-checking test bench in Verilog-2005: the bench itself, a source per input stream, a sink
 * per output stream.
 *
 * <p>Comes in: names, ranges and sizes that the HLS decided. Goes out: the models the templates of the same names print.
 * Must not import graph, kernel or compiler types.
 */
package org.fabricast.rtl.bench;
