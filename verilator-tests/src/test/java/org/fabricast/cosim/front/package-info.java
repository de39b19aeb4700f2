/**
 * Co-simulation of the front end: control port, queues with tokens, fetch and sequencer.
 *
 * <p>Comes in: Verilog of the front end, programs in assembler. Goes out: verdicts. Must not import: compiler.
 */
package org.fabricast.cosim.front;
