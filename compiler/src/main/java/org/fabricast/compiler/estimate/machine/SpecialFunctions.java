package org.fabricast.compiler.estimate.machine;

import org.fabricast.ir.isa.Operands;

/** One kernel at a time: {@code special_function_control.v} by times. One event per instruction. */
final class SpecialFunctions implements Unit {

    private final InstructionQueue queue;
    private final KernelTimes kernels;
    private final Calendar calendar;
    private final OperatorLog log;
    private long free;

    SpecialFunctions(InstructionQueue queue, KernelTimes kernels, Calendar calendar, OperatorLog log) {
        this.queue = queue;
        this.kernels = kernels;
        this.calendar = calendar;
        this.log = log;
    }

    @Override
    public void act(long now) {
        long offered = Math.max(queue.offered(now), free);
        if (offered > now) {
            if (offered != Calendar.NEVER) {
                calendar.wake(this, offered);
            }
            return;
        }
        InstructionQueue.Entry entry = queue.issue(now);
        long done = now + UnitTimings.MISC_TO_KERNEL + cycles(entry.operands());
        free = done + 1;
        log.add(entry, now, done, 0, 0);
        queue.done(done);
        calendar.wake(this, free);
    }

    /** From the start of the kernel to done. */
    private long cycles(Operands operands) {
        if (operands.isEmpty()) {
            return 0;
        }
        long groups = kernels.countsGroups(operands.opcode())
                ? (operands.get("n") + operands.get("d") - 1) / operands.get("d") : 0;
        return groups + UnitTimings.READER + kernels.misc(operands) + UnitTimings.KERNEL_TO_MISC_DONE;
    }
}
