/**
 * Co-simulation of the memory cells: vector buffer, rings, read arbiter, load and store unit.
 *
 * <p>Comes in: the Verilog of the cells. Goes out: verdicts. The outside world of a unit is made of {@link
 * org.fabricast.cosim.memory.BusModel}s in Java, one per group of ports. Must not import the compiler: what the instructions mean
 * is written down here once more, from the manual.
 */
package org.fabricast.cosim.memory;
