package org.fabricast.compiler.estimate.machine;

import java.util.Optional;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.RunShape;

/**
 * Quantiser, array and rescaling behind the queues MM and MV: {@code engine_dispatch.v} by times. One instruction at a time is
 * walked; LOADX waits until all before it is done.
 */
final class Engine implements Unit {

    /** A RUN that is being walked. */
    private record Walk(InstructionQueue queue, InstructionQueue.Entry entry, long taken, RunWalk run) { }

    private final HardwareConfig config;
    private final InstructionQueue mm;
    private final InstructionQueue mv;
    private final Expander weights;
    private final WordSource keyValue;
    private final Drain drain;
    private final KernelTimes kernels;
    private final Calendar calendar;
    private final Wakes wakes;
    private final OperatorLog log;

    private Optional<Walk> walk = Optional.empty();
    private int bank;
    private long runFree;
    private long loadFree;
    private long lastDone = -1;
    private long multiplying;
    private long quantising;
    private long starved;

    Engine(HardwareConfig config, InstructionQueue mm, InstructionQueue mv, Ring weights, Ring keyValue, KernelTimes kernels,
           Calendar calendar, Wakes wakes, OperatorLog log) {
        this.config = config;
        this.mm = mm;
        this.mv = mv;
        this.weights = new Expander(weights);
        this.keyValue = WordSource.of(keyValue);
        this.drain = new Drain(UnitTimings.of(config));
        this.kernels = kernels;
        this.calendar = calendar;
        this.wakes = wakes;
        this.log = log;
    }

    @Override
    public void act(long now) {
        weights.pull();
        if (walk.isPresent()) {
            advance(walk.get(), now);
        } else {
            dispatch(now);
        }
        wakes.loads(now + 1);
    }

    /** MV first; what it offers and cannot be taken holds up MM. */
    private void dispatch(long now) {
        long offeredMv = mv.offered(now);
        long offeredMm = mm.offered(now);
        boolean isMv = offeredMv <= now;
        InstructionQueue queue = isMv ? mv : mm;
        if (!isMv && offeredMm > now) {
            wake(Math.min(offeredMv, offeredMm));
            return;
        }
        boolean loads = queue.head().operands().opcode() == Opcode.MV_LOADX;
        long possible = loads ? lastDone + 1 : Math.max(runFree, loadFree);
        if (possible > now) {
            wake(possible);
        } else if (loads) {
            load(queue.issue(now), now);
        } else {
            run(queue, queue.issue(now), now);
        }
    }

    private void wake(long time) {
        if (time != Calendar.NEVER) {
            calendar.wake(this, time);
        }
    }

    private void load(InstructionQueue.Entry entry, long now) {
        Operands operands = entry.operands();
        long done = now + UnitTimings.LOADX_TO_KERNEL;
        if (!operands.isEmpty()) {
            long n = operands.get("n");
            long group = operands.get("group");
            long words = (n + config.lanes() - 1) / config.lanes();
            done += (n + group - 1) / group + UnitTimings.READER + kernels.quantise(n, group)
                    + (operands.flag("scaled") ? UnitTimings.LOADX_PASSES * words : 0) + UnitTimings.KERNEL_TO_LOADX_DONE;
        }
        quantising += done + 1 - now;
        log.add(entry, now, done, 0, 0);
        lastDone = done;
        loadFree = done + 1;
        mv.done(done);
        wake(done + 1);
    }

    private void run(InstructionQueue queue, InstructionQueue.Entry entry, long now) {
        Operands operands = entry.operands();
        if (operands.isEmpty()) {
            lastDone = Math.max(lastDone, now) + 1;
            runFree = lastDone + 1;
            log.add(entry, now, lastDone, 0, 0);
            queue.done(lastDone);
            wake(runFree);
            return;
        }
        boolean kv = operands.bits("ring") != 0;
        if (!kv) {
            weights.begin(now);
        }
        RunWalk run = RunWalk.of(RunShape.of(operands, config.array()), operands.bits("vectors"), kv ? keyValue : weights,
                drain, now + UnitTimings.RUN_TO_WORD, bank);
        walk = Optional.of(new Walk(queue, entry, now, run));
        advance(walk.get(), now);
    }

    private void advance(Walk current, long now) {
        RunWalk run = current.run();
        if (!run.advance()) {
            return;
        }
        walk = Optional.empty();
        bank = run.bank();
        runFree = run.end();
        lastDone = drain.done();
        multiplying += run.issued();
        starved += run.starved();
        log.add(current.entry(), current.taken(), lastDone, 0, run.starved());
        current.queue().done(lastDone);
        wake(runFree);
    }

    /** Cycles in which the array multiplied. */
    long multiplyingCycles() {
        return multiplying;
    }

    /** Cycles in which inputs were quantised. */
    long quantisingCycles() {
        return quantising;
    }

    /** Cycles in which a word was missing. */
    long starvedCycles() {
        return starved;
    }
}
