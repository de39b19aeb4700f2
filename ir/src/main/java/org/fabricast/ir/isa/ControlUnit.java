package org.fabricast.ir.isa;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The sequencer's registers, loops and branches, for the emulator and the verifier: token
 * memory and arguments are reached through a {@link Host}.
 */
public final class ControlUnit {

    /** What SYS instructions reach beyond the sequencer. */
    public interface Host {

        /** A control argument. */
        int argument(int index);

        /** A word of token memory. */
        int token(long index);

        /** Writes token memory and counts one produced token. */
        void produce(long index, int token);

        /** The arg-max index. */
        int result();
    }

    /** A loop that is being executed: indices of its instructions, and rounds left, the present one included. */
    private record Loop(int index, int end, long left) { }

    private final Host host;
    private final int[] registers = new int[Opcode.REGISTERS];
    private final Deque<Loop> loops = new ArrayDeque<>();
    private int next;
    private boolean halted;

    /** A control unit at instruction 0. */
    public ControlUnit(Host host) {
        this.host = host;
    }

    /** What ap_start clears. */
    public void start() {
        Arrays.fill(registers, 0);
        loops.clear();
        next = 0;
        halted = false;
    }

    /** Index of the instruction to execute. */
    public int next() {
        return next;
    }

    /** Whether SYS.HALT was executed. */
    public boolean halted() {
        return halted;
    }

    /** The registers, for address arithmetic. */
    public int[] registers() {
        return registers;
    }

    /** Goes past an instruction of another queue. */
    public void skip() {
        next++;
    }

    /**
     * Executes a SYS instruction that keeps the rules of its operands.
     *
     * @throws IllegalStateException if the control flow is broken; the message says how
     */
    public void execute(Operands o) {
        int imm = o.slot(0);
        int a = registers[o.instruction().registers().get(1)];
        int b = registers[o.instruction().registers().get(2)];
        int index = next++;
        switch (o.opcode()) {
            case SYS_HALT -> {
                halted = true;
                next = index;
            }
            case SYS_ADD -> put(o, a + b + imm);
            case SYS_SUB -> put(o, a - b + imm);
            case SYS_MUL -> put(o, a * imm + b);
            case SYS_SHR -> put(o, a + imm >>> o.bits("shift"));
            case SYS_MIN -> put(o, Integer.compareUnsigned(a, b + imm) < 0 ? a : b + imm);
            case SYS_LOOP -> loop(index, Integer.toUnsignedLong(a + imm), o.get("end"));
            case SYS_END -> end(index);
            case SYS_BRANCH -> {
                if (Condition.of(o.bits("cond")).holds(Integer.compareUnsigned(a, b + imm))) {
                    next = index(o.get("target"));
                }
            }
            case SYS_TOKGET -> put(o, host.token(Integer.toUnsignedLong(a + imm)));
            case SYS_TOKPUT -> host.produce(Integer.toUnsignedLong(a + imm), b);
            case SYS_RESULT -> put(o, host.result());
            case SYS_ARG -> put(o, host.argument(imm));
            case SYS_BARRIER -> { }
            case SYS_EXIT -> {
                if (loops.isEmpty()) {
                    throw new IllegalStateException("leaves a loop outside any");
                }
                next = loops.pop().end() + 1;
            }
            case LD_RING, LD_ACT, ST_I8, ST_F16, ST_F32, ST_GATHER, ST_ARGMAX, MM_RUN, MV_LOADX, MV_RUN, MISC_RMSNORM, MISC_SOFTMAX,
                    MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST, MISC_QUANTISE_KV, MISC_ARGMAX,
                    MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM ->
                    throw new IllegalArgumentException(o.opcode() + " is not for the sequencer");
        }
    }

    private void put(Operands o, int value) {
        int rd = o.instruction().registers().get(0);
        if (rd != 0) {
            registers[rd] = value;
        }
    }

    private void loop(int index, long count, long end) {
        if (end <= index) {
            throw new IllegalStateException("a loop that ends before it begins");
        }
        if (count == 0) {
            next = index(end + 1);
            return;
        }
        if (loops.size() == Opcode.LOOP_DEPTH) {
            throw new IllegalStateException("loops nest more than " + Opcode.LOOP_DEPTH + " deep");
        }
        loops.push(new Loop(index, index(end), count));
    }

    private void end(int index) {
        Loop loop = loops.isEmpty() ? new Loop(-1, -1, 0) : loops.pop();
        if (loop.end() != index) {
            throw new IllegalStateException("ends a loop that is not the innermost");
        }
        if (loop.left() > 1) {
            loops.push(new Loop(loop.index(), loop.end(), loop.left() - 1));
            next = loop.index() + 1;
        }
    }

    private static int index(long target) {
        if (target >= Integer.MAX_VALUE) {
            throw new IllegalStateException("continues at " + target);
        }
        return (int) target;
    }
}
