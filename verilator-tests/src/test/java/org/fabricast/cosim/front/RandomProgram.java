package org.fabricast.cosim.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * Random programs of nested loops, branches, arithmetic, token memory and instructions for all queues. They end: loops have
 * few repetitions and branches go forward. Every wait has its release before it in the same block.
 */
final class RandomProgram {

    private static final int TOKENS = 16;

    private final Random random;
    private final List<Instruction> program = new ArrayList<>();
    private final int[][] free = new int[Queue.values().length][Queue.values().length];

    private RandomProgram(Random random) {
        this.random = random;
    }

    static List<Instruction> of(long seed, int length) {
        RandomProgram maker = new RandomProgram(new Random(seed));
        maker.block(0, length);
        maker.program.add(Instructions.of(Opcode.SYS_HALT).build());
        return maker.program;
    }

    private void block(int depth, int length) {
        int end = program.size() + length;
        while (program.size() < end) {
            int left = end - program.size();
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (depth < Opcode.LOOP_DEPTH && left > 6) {
                        loop(depth, 2 + random.nextInt(left - 4));
                    }
                }
                case 1 -> {
                    if (left > 4) {
                        branchOver(depth, 1 + random.nextInt(Math.min(left - 2, 6)));
                    }
                }
                case 2, 3, 4, 5 -> program.add(arithmetic());
                case 6 -> program.add(Instructions.of(Opcode.SYS_TOKGET).rd(register()).set("imm", random.nextInt(TOKENS)).build());
                case 7 -> program.add(Instructions.of(Opcode.SYS_TOKPUT).rb(register()).set("imm", random.nextInt(TOKENS)).build());
                default -> program.add(unitInstruction());
            }
        }
    }

    private int register() {
        return random.nextInt(8);
    }

    private void loop(int depth, int body) {
        int at = program.size();
        program.add(Instructions.of(Opcode.SYS_HALT).build());
        int[][] outer = copy();
        clear();
        block(depth + 1, body);
        if (random.nextInt(2) == 0) {
            // Leaves in some repetition, or in none.
            program.add(Instructions.of(Opcode.SYS_BRANCH).ra(register()).rb(register()).set("cond", random.nextInt(5))
                    .set("target", program.size() + 2).build());
            program.add(Instructions.of(Opcode.SYS_EXIT).build());
        }
        int end = program.size();
        program.add(Instructions.of(Opcode.SYS_END).build());
        program.set(at, Instructions.of(Opcode.SYS_LOOP).ra(0).set("imm", random.nextInt(4)).set("end", end).build());
        restore(outer);
    }

    private void branchOver(int depth, int body) {
        int at = program.size();
        program.add(Instructions.of(Opcode.SYS_HALT).build());
        int[][] outer = copy();
        clear();
        block(Opcode.LOOP_DEPTH, body);
        restore(outer);
        program.set(at, Instructions.of(Opcode.SYS_BRANCH).ra(register()).rb(register()).set("imm", random.nextInt(3) - 1)
                .set("cond", random.nextInt(5)).set("target", program.size()).build());
    }

    private Instruction arithmetic() {
        List<Opcode> opcodes = List.of(Opcode.SYS_ADD, Opcode.SYS_SUB, Opcode.SYS_MUL, Opcode.SYS_SHR, Opcode.SYS_MIN,
                Opcode.SYS_RESULT, Opcode.SYS_ARG);
        Opcode opcode = opcodes.get(random.nextInt(opcodes.size()));
        Instructions i = Instructions.of(opcode).rd(register());
        int imm = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(7);
        if (opcode == Opcode.SYS_ARG) {
            i.set("imm", random.nextInt(5));
        } else if (opcode == Opcode.SYS_SHR) {
            i.ra(register()).set("imm", imm).set("shift", random.nextInt(32));
        } else if (opcode != Opcode.SYS_RESULT) {
            i.ra(register()).rb(register()).set("imm", imm);
        }
        return tokens(Queue.SYS, i).build();
    }

    private Instruction unitInstruction() {
        List<Opcode> opcodes = List.of(Opcode.LD_RING, Opcode.LD_ACT, Opcode.ST_I8, Opcode.ST_F32, Opcode.MM_RUN,
                Opcode.MV_RUN, Opcode.MV_LOADX, Opcode.MISC_ADD, Opcode.MISC_ARGMAX);
        Opcode opcode = opcodes.get(random.nextInt(opcodes.size()));
        Instructions i = Instructions.of(opcode);
        opcode.fields().forEach(field -> {
            if (field.width() == 32) {
                i.set(field.name(), random.nextInt());
            } else {
                i.set(field.name(), random.nextInt(1 << field.width()));
            }
            if (field.slot() >= 0 && field.low() == 0 && random.nextBoolean()) {
                i.reg(field.name(), register());
            }
        });
        return tokens(opcode.queue(), i).build();
    }

    /** Waits for tokens that this block has given, and gives some. */
    private Instructions tokens(Queue own, Instructions i) {
        for (Queue other : Queue.values()) {
            if (other == own) {
                continue;
            }
            if (free[other.ordinal()][own.ordinal()] > 0 && random.nextBoolean()) {
                free[other.ordinal()][own.ordinal()]--;
                i.waitFor(other);
            }
            if (random.nextInt(4) == 0) {
                free[own.ordinal()][other.ordinal()]++;
                i.release(other);
            }
        }
        return i;
    }

    private int[][] copy() {
        int[][] result = new int[free.length][];
        for (int i = 0; i < free.length; i++) {
            result[i] = free[i].clone();
        }
        return result;
    }

    private void clear() {
        for (int[] row : free) {
            java.util.Arrays.fill(row, 0);
        }
    }

    private void restore(int[][] from) {
        for (int i = 0; i < free.length; i++) {
            free[i] = from[i];
        }
    }
}
