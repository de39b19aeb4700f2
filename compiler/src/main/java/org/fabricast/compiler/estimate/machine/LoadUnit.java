package org.fabricast.compiler.estimate.machine;

import java.util.ArrayDeque;
import java.util.Optional;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;

/**
 * Cuts loads into bursts, asks for each when its target has room, retires them in order: {@code load_unit.v} by times.
 * One event per burst.
 */
final class LoadUnit implements Unit {

    /** Of one instruction, what no burst has yet. */
    private record Rest(InstructionQueue.Entry entry, long accepted, Ring target, long beat, long beats) { }

    private static final int ELEMENT_BYTES = 2;

    private final HardwareConfig config;
    private final int beatBytes;
    private final int burstBeats;
    private final InstructionQueue queue;
    private final MemoryPort port;
    private final Ring weights;
    private final Ring keyValue;
    /** Beats of {@code LD.ACT} that are not written yet. */
    private final Ring elements;
    private final Calendar calendar;
    private final Wakes wakes;
    private final OperatorLog log;

    private Optional<Rest> rest = Optional.empty();
    private final ArrayDeque<Long> inFlight = new ArrayDeque<>();
    /** The cycle in which the last burst left its register, so that another may be cut. */
    private long registerFree;
    private long retired;
    private long writeFree;

    LoadUnit(HardwareConfig config, MemoryRate rate, InstructionQueue queue, MemoryPort port, Ring weights, Ring keyValue,
             Calendar calendar, Wakes wakes, OperatorLog log) {
        this.config = config;
        this.beatBytes = rate.beatBytes();
        this.queue = queue;
        this.port = port;
        this.weights = weights;
        this.keyValue = keyValue;
        this.calendar = calendar;
        this.wakes = wakes;
        this.log = log;
        int longest = config.burstBeats() * rate.channels();
        burstBeats = Math.min(longest, Math.min(config.weightRingBytes(), config.kvRingBytes()) / beatBytes / 2);
        elements = new Ring(2 * longest * beatBytes, beatBytes, beatBytes);
    }

    @Override
    public void act(long now) {
        if (rest.isEmpty()) {
            accept(now);
        } else {
            burst(rest.get(), now);
        }
    }

    private void accept(long now) {
        long offered = Math.max(queue.offered(now), registerFree + 1);
        if (offered > now) {
            if (offered != Calendar.NEVER) {
                calendar.wake(this, offered);
            }
            return;
        }
        InstructionQueue.Entry entry = queue.issue(now);
        boolean act = entry.operands().opcode() == Opcode.LD_ACT;
        long bytes = act ? ELEMENT_BYTES * entry.operands().get("n") : entry.operands().get("bytes");
        if (bytes == 0) {
            retire(entry, now, now + UnitTimings.BEAT_TO_DONE, 0);
            calendar.wake(this, now + 1);
            return;
        }
        Ring target = act ? elements : entry.operands().bits("ring") == 0 ? weights : keyValue;
        rest = Optional.of(new Rest(entry, now, target, entry.operands().get("mem") * 16 / beatBytes,
                (bytes + beatBytes - 1) / beatBytes));
        registerFree = Math.max(registerFree, now + UnitTimings.LOAD_TO_CUT);
        calendar.wake(this, registerFree + UnitTimings.CUT_TO_RAISE);
    }

    /** The next burst of the instruction, if there is room for it. */
    private void burst(Rest load, long now) {
        int beats = (int) Math.min(burstBeats - load.beat() % burstBeats, load.beats());
        long raise = Math.max(registerFree + UnitTimings.CUT_TO_RAISE, load.target().room(beats));
        if (inFlight.size() == config.outstandingReads()) {
            raise = Math.max(raise, inFlight.element() + 1);
        }
        if (raise > now) {
            if (raise != Calendar.NEVER) {
                calendar.wake(this, raise);
            }
            return;
        }
        load.target().reserve(beats);
        MemoryPort.Answer answer = port.read(beats, now + UnitTimings.RAISE_TO_REQUEST);
        load.target().append(beats, answer);
        long last = answer.beat(beats - 1L);
        if (inFlight.size() == config.outstandingReads()) {
            inFlight.remove();
        }
        inFlight.add(last);
        registerFree = answer.taken();
        wakes.engine(now);
        boolean act = load.target() == elements;
        long written = act ? write(load, beats) : last + UnitTimings.BEAT_TO_DONE - 1;
        if (beats == load.beats()) {
            rest = Optional.empty();
            retire(load.entry(), load.accepted(), written + 1, bytes(load.entry()));
            calendar.wake(this, registerFree + 1);
        } else {
            rest = Optional.of(new Rest(load.entry(), load.accepted(), load.target(), load.beat() + beats, load.beats() - beats));
            calendar.wake(this, registerFree + UnitTimings.CUT_TO_RAISE);
        }
    }

    /** Beats of elements go to the activation buffer, a word of lanes per cycle. Returns the cycle of the last write. */
    private long write(Rest load, int beats) {
        int beatElements = beatBytes / ELEMENT_BYTES;
        int writes = Math.max(1, beatElements / config.lanes());
        long left = load.entry().operands().get("n") - (bytes(load.entry()) / beatBytes - load.beats()) * beatElements;
        writeFree = Math.max(writeFree, Math.max(load.accepted() + 1, retired) + 1);
        for (int beat = 0; beat < beats; beat++) {
            long words = Math.min(writes, (left + config.lanes() - 1) / config.lanes());
            long last = Math.max(writeFree, elements.next()) + words - 1;
            elements.take(last);
            writeFree = last + 1;
            left -= beatElements;
        }
        return writeFree - 1;
    }

    /** Bytes on the bus: whole beats. */
    private long bytes(InstructionQueue.Entry entry) {
        boolean act = entry.operands().opcode() == Opcode.LD_ACT;
        long bytes = act ? ELEMENT_BYTES * entry.operands().get("n") : entry.operands().get("bytes");
        return (bytes + beatBytes - 1) / beatBytes * beatBytes;
    }

    private void retire(InstructionQueue.Entry entry, long accepted, long done, long bytes) {
        retired = Math.max(retired + 1, done);
        log.add(entry, accepted, retired, bytes, 0);
        queue.done(retired);
    }
}
