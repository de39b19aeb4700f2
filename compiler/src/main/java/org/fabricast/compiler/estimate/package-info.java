/**
 * What a program will do before it runs: how many instructions each queue gets, and (below {@code queue}) when they end.
 *
 * <p>Comes in: programs and what a run is asked for. Goes out: counts per queue. Must not import: graphs, weights, devices,
 * command line.
 */
package org.fabricast.compiler.estimate;
