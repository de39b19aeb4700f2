/**
 * Scheduling problems that can check themselves, and algorithms that solve them.
 *
 * <p>Comes in: a {@link org.fabricast.hls.schedule.Problem}: operations, dependences, limited resources, a cycle time. Goes
 * out: a {@link org.fabricast.hls.schedule.Solution} that {@link org.fabricast.hls.schedule.Problem#verify} accepts; every
 * algorithm asks it before it answers. Must not import: kernels, templates, the rest of HLS.
 */
package org.fabricast.hls.schedule;
