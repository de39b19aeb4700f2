/**
 * How many bits the weights of each matrix get.
 *
 * <p>Comes in: a fused model, what the user asked for, calibration sequences. Goes out: a
 * {@link org.fabricast.compiler.plan.WeightPlan}. Must not import: hardware, RTL, driver, command line.
 */
package org.fabricast.compiler.plan;
