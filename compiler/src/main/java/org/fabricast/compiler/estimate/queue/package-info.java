/**
 * When what happens on a machine of in-order queues that wait for and release tokens: the event model of the estimate.
 *
 * <p>Comes in: executed instructions in program order, each with its queue, its token masks and how long its unit is busy with
 * it. Goes out: start and end of each, and per queue how many instructions it took and how long it was busy. How long an
 * instruction takes is the caller's model; nothing here corrects it. Must not import: graphs, weights, devices, command line.
 */
package org.fabricast.compiler.estimate.queue;
