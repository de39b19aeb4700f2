/**
 * High-level synthesis of special-function kernels: typed SSA becomes one pipelined Verilog module.
 *
 * <p>Comes in: a {@link org.fabricast.ir.kernel.Kernel}, the number of lanes and the clock period. Goes out: a
 * {@link org.fabricast.hls.KernelHardware} (Verilog text, the cells it needs, the schedule, the cycles it will take).
 * Stages, one direction only: flow of control, scheduling problem, schedule, binding, emission. Must not import: graph,
 * ISA, emulator, driver, compiler.
 */
package org.fabricast.hls;
