package org.fabricast.compiler.estimate.machine;

import java.util.ArrayDeque;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;

/** Gathers elements into beats and writes each as a burst of one: {@code store_unit.v} by times. One event per instruction. */
final class StoreUnit implements Unit {

    private final HardwareConfig config;
    private final int beatBytes;
    private final InstructionQueue queue;
    private final MemoryPort port;
    private final Calendar calendar;
    private final OperatorLog log;
    private final ArrayDeque<Long> slots = new ArrayDeque<>();
    private long free;
    private long addressFree;
    private long lastDone;

    StoreUnit(HardwareConfig config, int beatBytes, InstructionQueue queue, MemoryPort port, Calendar calendar,
              OperatorLog log) {
        this.config = config;
        this.beatBytes = beatBytes;
        this.queue = queue;
        this.port = port;
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
        Operands operands = entry.operands();
        if (operands.opcode().joinsCores()) {
            join(entry, operands, now);
            return;
        }
        boolean results = operands.opcode() == Opcode.ST_F32;
        int size = results ? 4 : operands.opcode() == Opcode.ST_F16 ? 2 : 1;
        long piece = results ? operands.get("n") : operands.get("piece");
        long pieces = results ? 1 : operands.get("pieces");
        long element = operands.get(results ? "res" : "act");
        long stride = results ? 0 : operands.get("stride");
        long step = now + 1;
        long done = Math.max(lastDone, step + UnitTimings.STEP_TO_ADDRESS);
        for (long p = 0; p < pieces; p++) {
            long offset = operands.get("mem") + p * stride;
            int gathered = 0;
            for (long left = piece; left > 0;) {
                long most = Math.min(config.lanes() - element % config.lanes(), (beatBytes - offset % beatBytes) / size);
                long count = Math.min(left, most);
                boolean beatEnds = count == left || (offset + count * size) % beatBytes == 0;
                step = room(step);
                element += count;
                offset += count * size;
                left -= count;
                gathered += (int) count * size;
                if (beatEnds) {
                    done = beat(step, gathered);
                    gathered = 0;
                }
                step++;
            }
        }
        if (piece == 0 || pieces == 0) {
            step++;
        }
        free = step;
        lastDone = Math.max(lastDone + 1, done);
        log.add(entry, now, lastDone, size * piece * pieces, 0);
        queue.done(lastDone);
        calendar.wake(this, free);
    }

    /** Every core is as far as this one, so nobody waits; the words of all cores pass one after another: {@code core_link.v}. */
    private void join(InstructionQueue.Entry entry, Operands operands, long now) {
        boolean gather = operands.opcode() == Opcode.ST_GATHER;
        long words = operands.isEmpty() ? 0 : gather ? Math.ceilDiv(operands.get("total"), config.lanes()) : config.cores();
        lastDone = Math.max(now, lastDone) + UnitTimings.LINK + words;
        free = lastDone;
        log.add(entry, now, lastDone, 0, 0);
        queue.done(lastDone);
        calendar.wake(this, free);
    }

    /** A step needs a place in the queue of beats. */
    private long room(long step) {
        long time = step;
        while (slots.size() >= UnitTimings.STORE_QUEUE) {
            time = Math.max(time, slots.remove());
        }
        return time;
    }

    /** A beat whose last step was in the cycle {@code step}; returns when its response has been taken. */
    private long beat(long step, int bytes) {
        long address = Math.max(step + UnitTimings.STEP_TO_ADDRESS, addressFree);
        addressFree = address + UnitTimings.WRITE;
        slots.add(address);
        return port.write(address + 1, bytes) + UnitTimings.RESPONSE_TO_DONE;
    }
}
