package org.fabricast.compiler.estimate.machine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.fabricast.ir.isa.ControlUnit;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;

/**
 * Executes the program: SYS instructions itself, at their cost, all others go to their queues, one per cycle while there is room.
 * A barrier ends a step.
 */
final class Sequencer implements Unit {

    private final List<Instruction> program;
    private final ControlUnit control;
    private final Fetch fetch;
    private final Map<Queue, InstructionQueue> queues;
    private final Tokens tokens;
    private final Calendar calendar;
    private final Wakes wakes;
    private final Map<Opcode, Long> executed = new EnumMap<>(Opcode.class);
    private final LongConsumer stepEnded;
    private int step;

    /** Cycle from which the next instruction is decoded. */
    private long decode;
    private boolean known;
    private Optional<Operands> held = Optional.empty();
    private boolean draining;
    private long end = Calendar.NEVER;

    Sequencer(List<Instruction> program, ControlUnit.Host host, Fetch fetch, Map<Queue, InstructionQueue> queues, Tokens tokens,
              Calendar calendar, Wakes wakes, LongConsumer stepEnded) {
        this.program = program;
        this.fetch = fetch;
        this.queues = queues;
        this.tokens = tokens;
        this.calendar = calendar;
        this.wakes = wakes;
        this.stepEnded = stepEnded;
        control = new ControlUnit(host);
        control.start();
        decode = UnitTimings.CLEAR_TO_RUN + UnitTimings.CURRENT_TO_DECODE;
    }

    @Override
    public void act(long now) {
        held.ifPresent(operands -> push(operands, now));
        if (control.halted()) {
            return;
        }
        if (!known) {
            decode = fetch.decoded(control.next(), decode);
            known = true;
        }
        if (decode > now) {
            calendar.wake(this, decode);
            return;
        }
        Instruction instruction = program.get(control.next());
        if (instruction.opcode().queue() == Queue.SYS) {
            system(instruction, now);
        } else if (held.isEmpty()) {
            count(instruction.opcode());
            held = Optional.of(Operands.of(instruction, control.registers()));
            control.skip();
            next(now + 1);
            calendar.wake(this, now + 1);
        }
    }

    /** What is held enters its queue, if there is room; room wakes us otherwise. */
    private void push(Operands operands, long now) {
        InstructionQueue queue = queues.get(operands.opcode().queue());
        if (!queue.full()) {
            queue.push(operands, step, now);
            held = Optional.empty();
        }
    }

    private void system(Instruction instruction, long now) {
        long start = Math.max(now, tokens.satisfied(Queue.SYS, instruction.waitMask()));
        boolean drains = instruction.opcode() == Opcode.SYS_BARRIER || instruction.opcode() == Opcode.SYS_HALT;
        if (start == Calendar.NEVER || (drains && held.isPresent())) {
            return;
        }
        if (drains && (draining || start <= now)) {
            draining = true;
            start = Math.max(start, drained());
            if (start == Calendar.NEVER) {
                return;
            }
        }
        if (start > now) {
            calendar.wake(this, start);
            return;
        }
        tokens.take(Queue.SYS, instruction.waitMask());
        count(instruction.opcode());
        int from = control.next();
        control.execute(Operands.of(instruction, control.registers()));
        long cost = cost(instruction.opcode()) + (control.next() == from + 1 ? 0 : UnitTimings.REDIRECT);
        long complete = drains ? now + 1 : now + cost(instruction.opcode()) - UnitTimings.COMPLETE_TO_DECODE;
        tokens.give(Queue.SYS, instruction.releaseMask(), complete);
        for (Queue queue : queues.keySet()) {
            wakes.queue(queue, complete + 1);
        }
        if (drains) {
            draining = false;
            stepEnded.accept(complete);
            step++;
            cost = 1 + UnitTimings.COMPLETE_TO_DECODE;
        }
        if (control.halted()) {
            end = complete + UnitTimings.HALT_TO_DONE;
            return;
        }
        next(now + cost);
        calendar.wake(this, now + cost);
    }

    private long drained() {
        long time = 0;
        for (InstructionQueue queue : queues.values()) {
            time = Math.max(time, queue.drained());
        }
        return time;
    }

    private void next(long time) {
        decode = time;
        known = false;
    }

    private void count(Opcode opcode) {
        executed.merge(opcode, 1L, Long::sum);
    }

    private static int cost(Opcode opcode) {
        return switch (opcode) {
            case SYS_MUL -> UnitTimings.SYS_MUL;
            case SYS_TOKPUT -> UnitTimings.SYS_TOKPUT;
            case SYS_TOKGET -> UnitTimings.SYS_TOKGET;
            case SYS_ADD, SYS_SUB, SYS_SHR, SYS_MIN, SYS_LOOP, SYS_END, SYS_BRANCH, SYS_RESULT, SYS_ARG, SYS_BARRIER, SYS_EXIT,
                    SYS_HALT -> UnitTimings.SYS;
            case LD_RING, LD_ACT, ST_I8, ST_F16, ST_F32, ST_GATHER, ST_ARGMAX, MM_RUN, MV_LOADX, MV_RUN, MISC_RMSNORM, MISC_SOFTMAX, MISC_SILU_MUL,
                    MISC_ROPE, MISC_ADD, MISC_CAST, MISC_QUANTISE_KV, MISC_ARGMAX, MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU,
                    MISC_SUM ->
                    throw new IllegalArgumentException(opcode + " is not for the sequencer");
        };
    }

    /** Cycles from start to done; {@link Calendar#NEVER} before. */
    long end() {
        return end;
    }

    /** Executed instructions. */
    Map<Opcode, Long> executed() {
        return executed;
    }
}
