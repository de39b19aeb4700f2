package org.fabricast.hls;

/**
 * A scalar that a pipelined loop carries. One register holds it for the iterations, each of which reads it until the cycle in
 * which it is overwritten: that is {@code captured}, counted from the start of the iteration that overwrites it.
 *
 * @param phi      the value at the start of an iteration
 * @param init     the value before the loop
 * @param next     the value an iteration leaves
 * @param captured cycle at whose end the register takes {@code next}
 */
record Carry(int phi, int init, int next, int captured) { }
