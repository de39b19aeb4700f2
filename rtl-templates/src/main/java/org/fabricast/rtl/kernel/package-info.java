/**
 * Record model of the Verilog of a special-function kernel.
 *
 * <p>Comes in: names, ranges and statements that the HLS decided. Goes out: the model the template of the same name prints.
 * Must not import graph, kernel or compiler types.
 */
package org.fabricast.rtl.kernel;
