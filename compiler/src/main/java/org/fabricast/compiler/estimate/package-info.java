/**
 * What a program will do before it runs: how many instructions each queue gets, and when they end: in a machine of queues with
 * given times (below {@code queue}), and in our own (below {@code machine}).
 *
 * <p>Comes in: programs, boards and what a run is asked for. Goes out: counts per queue, cycles per operator. Must not import:
 * graphs, devices, command line.
 */
package org.fabricast.compiler.estimate;
