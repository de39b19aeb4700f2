/**
 * Co-simulation of units: hand-written cells and generated modules under Verilator, lint by every tool.
 *
 * <p>Comes in: Verilog and a list of ports. Goes out: values per cycle or per transfer, compared with independent
 * expectations. Tests only.
 */
package org.fabricast.cosim;
