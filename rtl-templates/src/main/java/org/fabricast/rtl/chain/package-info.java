/**
 * The configurable sparse chain of DSP slices: its templates, its arithmetic and its emulator, bit by bit.
 *
 * <p>Comes in: the shape of a chain. Goes out: records whose every value is decided, ready to be printed, and the sums a
 * chain gives for its operands. Must not import: instructions, kernels, graph, the dense engine.
 */
package org.fabricast.rtl.chain;
