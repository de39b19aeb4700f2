/**
 * Whole models on simulated Verilog against the emulator, through the driver that host applications use.
 *
 * <p>Comes in: compiled models. Goes out: findings. Nothing imports this package.
 */
package org.fabricast.cosim.model;
