/**
 * Co-simulation of the sparse chain: slice, chain and array against sums of products, and what Yosys makes of them.
 *
 * <p>Comes in: records and cells of {@code rtl-templates}. Goes out: test results. Must not import: compiler, driver sessions.
 */
package org.fabricast.cosim.chain;
