/**
 * Templates of the special function unit.
 *
 * <p>Comes in: names, ranges and choices, all decided by the generator. Goes out: records with a template each. Must not
 * import: kernels, instructions, graph.
 */
package org.fabricast.rtl.sfu;
