/**
 * What a generated kernel is like: its schedule as text and as a Gantt chart, the estimate of its resources.
 *
 * <p>Comes in: the schedule and binding that a kernel's hardware carries. Goes out: text, HTML, numbers. Must not import:
 * graphs, models, the command line; it starts no tool.
 */
package org.fabricast.hls.report;
