package org.fabricast.compiler.estimate.machine;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.engine.EngineSizes;

/**
 * Latencies of the units in cycles, each with the Verilog it comes from. Nothing else of the model is a number from hardware:
 * kernels take what their schedule predicts, memory what the board says.
 *
 * @param dotToStep   cycles from the issue of the last word of a row block to the first step of its rescaling:
 *                    {@code EngineSizes.dotStage} to the sum, one to the queue
 * @param steps       cycles of rescaling a row block, N / L: {@code engine_drain.v}
 * @param guard       cycles a result is under way before it may be added to: {@code engine_drain.v}, GUARD
 * @param stepToDone  cycles from a step to the end of its instruction: {@code engine_rescale.v.vm}, WRITE + 1
 * @param items       row blocks between array and rescaling: {@code engine_drain.v}, DEPTH_LOG2
 */
record UnitTimings(int dotToStep, int steps, int guard, int stepToDone, int items) {

    /** {@code instruction_queue.v}: entry, head register. */
    static final int ENTRY_TO_OFFER = 2;
    /** {@code instruction_queue.v}: instructions that a unit may hold. */
    static final int PENDING = 4;

    /** {@code core_link.v}, {@code vector_reader.v}, {@code stream_fifo.v}: from the start of a gather to its end but for its words. */
    static final int LINK = 10;

    /** {@code sequencer.v}: from one SYS instruction to the next: decode, compute, take. */
    static final int SYS = 3;
    /** {@code sequencer.v}: the product takes a cycle. */
    static final int SYS_MUL = 4;
    /** {@code sequencer.v}: token memory is written. */
    static final int SYS_TOKPUT = 4;
    /** {@code sequencer.v}: token memory is read and answers. */
    static final int SYS_TOKGET = 5;
    /** {@code sequencer.v}: from the cycle a SYS instruction is complete to the decoding of the next. */
    static final int COMPLETE_TO_DECODE = 2;
    /** {@code instruction_fetch.v}: what a redirect adds, from a line in the cache. */
    static final int REDIRECT = 1;
    /** {@code instruction_fetch.v}, {@code sequencer.v}: from the beat with an instruction to its decoding. */
    static final int BEAT_TO_DECODE = 3;
    /** {@code instruction_fetch.v}: from a line being current to the request for it at the arbiter. */
    static final int ASK = 1;
    /** {@code instruction_fetch.v}: lines on their way. */
    static final int LINES_ASKED = 4;
    /** {@code instruction_fetch.v}, {@code sequencer.v}: an instruction is current in fetch so many cycles before its decoding. */
    static final int CURRENT_TO_DECODE = 2;
    /** {@code instruction_fetch.v}: AHEAD. */
    static final int LINES_AHEAD = 4;
    /** {@code run_control.v}: from the clearing of the cycle counter until the program runs. */
    static final int CLEAR_TO_RUN = 3;
    /** {@code run_control.v}: from HALT to the end of the run: quiet cycles on the bus. */
    static final int HALT_TO_DONE = 6;

    /** {@code read_arbiter.v}: one request in two cycles. */
    static final int ARBITER = 2;
    /** {@code load_unit.v}: from the instruction to its first burst being cut. */
    static final int LOAD_TO_CUT = 1;
    /** {@code load_unit.v}: from the cut to the room being reserved. */
    static final int CUT_TO_RAISE = 1;
    /** {@code load_unit.v}: from room to the request at the arbiter. */
    static final int RAISE_TO_REQUEST = 1;
    /** {@code load_unit.v}: from the last beat to done. */
    static final int BEAT_TO_DONE = 2;
    /** {@code ring_buffer.v}: from the last beat of a word to the word being shown. */
    static final int BEAT_TO_WORD = 2;

    /** {@code store_unit.v}: from the last step of a beat to its address on the bus. */
    static final int STEP_TO_ADDRESS = 6;
    /** {@code store_unit.v} and memory: one write in two cycles. */
    static final int WRITE = 2;
    /** {@code store_unit.v}: places of the beat queue. */
    static final int STORE_QUEUE = 8;
    /** {@code store_unit.v}: from the response to done. */
    static final int RESPONSE_TO_DONE = 1;

    /** {@code engine_dispatch.v}, {@code engine_sequencer.v}: from a RUN to its first word. */
    static final int RUN_TO_WORD = 2;
    /** {@code weight_expander.v}: from a ring word being taken to the word behind it being used, two registers. */
    static final int EXPAND = 1;

    /** {@code engine_load.v.vm}: from LOADX to its kernel, groups counted apart. */
    static final int LOADX_TO_KERNEL = 1;
    /** {@code engine_load.v.vm}: values and factors share a port, so each of two passes takes a cycle more per word of lanes. */
    static final int LOADX_PASSES = 2;
    /** {@code engine_load.v.vm}: from the kernel's end to done. */
    static final int KERNEL_TO_LOADX_DONE = 1;

    /** {@code special_function_control.v}: from the instruction to its kernel, groups counted apart. */
    static final int MISC_TO_KERNEL = 1;
    /** {@code special_function_control.v}: from the kernel's end to done, the last word being written. */
    static final int KERNEL_TO_MISC_DONE = 1;
    /** {@code vector_reader.v}: from start to the first word 4 cycles, of which a kernel needs one to enter its first loop. */
    static final int READER = 3;

    /** Those that follow from the sizes of the engine. */
    static UnitTimings of(HardwareConfig config) {
        EngineSizes sizes = new EngineSizes(config);
        return new UnitTimings(sizes.dotStage() + 1, config.array() / config.resultLanes(), sizes.guardCycles(),
                sizes.writeStage() + 1, 1 << sizes.itemBits());
    }
}
