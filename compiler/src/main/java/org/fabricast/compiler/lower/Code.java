package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;

import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;

/**
 * A piece of a program in the making: items in program order, with one method per kind of scalar instruction.
 *
 * <p>Registers are those of {@link Registers}; register 0 always reads 0. Immediates wrap to 32 bits, so that a negative
 * number subtracts.
 */
final class Code {

    private final List<Item> items = new ArrayList<>();

    /** Everything added, in order. */
    List<Item> items() {
        return items;
    }

    /** Adds an instruction with what it reads and writes while it runs. */
    void add(Instructions instruction, Access... accesses) {
        items.add(new Item.Step(instruction.build(), List.of(accesses), ""));
    }

    /** Adds what stands elsewhere. */
    void add(Item item) {
        items.add(item);
    }

    /** Names the place of the next instruction; unique in the program. */
    void label(String name) {
        items.add(new Item.Label(name));
    }

    /**
     * Adds a loop.
     *
     * @param fenced whether the body ends with a barrier
     */
    void loop(Instructions head, boolean fenced, Code body) {
        items.add(new Item.Loop(head.build(), fenced, body.items()));
    }

    /** rd = ra + rb + value. */
    void sum(int rd, int ra, int rb, long value) {
        add(Instructions.of(Opcode.SYS_ADD).rd(rd).ra(ra).rb(rb).set("imm", word(value)));
    }

    /** rd = value. */
    void set(int rd, long value) {
        sum(rd, 0, 0, value);
    }

    /** rd = ra · factor + rb. */
    void multiplyAdd(int rd, int ra, long factor, int rb) {
        add(Instructions.of(Opcode.SYS_MUL).rd(rd).ra(ra).rb(rb).set("imm", word(factor)));
    }

    /** rd = (ra + value) >> shift. */
    void shift(int rd, int ra, long value, int shift) {
        add(Instructions.of(Opcode.SYS_SHR).rd(rd).ra(ra).set("imm", word(value)).set("shift", shift));
    }

    /** rd = min(ra, value). */
    void least(int rd, int ra, long value) {
        add(Instructions.of(Opcode.SYS_MIN).rd(rd).ra(ra).set("imm", word(value)));
    }

    /** Continues at {@code target} if ra cond rb + value. */
    void branch(Condition condition, int ra, int rb, long value, String target) {
        items.add(new Item.Step(Instructions.of(Opcode.SYS_BRANCH).ra(ra).rb(rb).set("imm", word(value))
                .set("cond", condition.ordinal()).build(), List.of(), target));
    }

    private static long word(long value) {
        return value & 0xffff_ffffL;
    }
}
