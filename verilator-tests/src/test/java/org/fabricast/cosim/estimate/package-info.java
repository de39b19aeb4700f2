/**
 * The cycle model beside simulated Verilog.
 *
 * <p>Comes in: models and boards. Goes out: errors of the model per unit. Must not import: command line.
 */
package org.fabricast.cosim.estimate;
