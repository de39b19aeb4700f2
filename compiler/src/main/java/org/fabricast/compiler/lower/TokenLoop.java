package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;

/**
 * Steps written for the first token of a chunk, as a loop over all its tokens: an address in a vector that every token has for
 * itself becomes that of the token, by a register that is the token's index times the distance of the vectors.
 *
 * <p>Fields of one slot share its register, so two addresses there give one factor. Equal factors share a register.
 */
final class TokenLoop {

    /** Fields that are addresses, with the memory they lie in. */
    private static final Map<String, Space> ADDRESSES = Map.ofEntries(
            Map.entry("act", Space.ACTIVATION), Map.entry("a0", Space.ACTIVATION), Map.entry("a1", Space.ACTIVATION),
            Map.entry("out", Space.ACTIVATION), Map.entry("scales", Space.ACTIVATION), Map.entry("factor", Space.ACTIVATION),
            Map.entry("res", Space.RESULT), Map.entry("g0", Space.RESULT), Map.entry("g1", Space.RESULT),
            Map.entry("x", Space.INPUT), Map.entry("xs", Space.INPUT_SCALE));

    private final List<Integer> free;
    /** Register by factor. */
    private final Map<Integer, Integer> factors = new LinkedHashMap<>();

    private TokenLoop(List<Integer> free) {
        this.free = free;
    }

    /**
     * Adds the loop to {@code code}.
     *
     * @param head  scalar instructions before them, once per token
     * @param items what one token does, for the first
     * @param free  registers that the loop may use behind the head
     */
    static void add(Code code, Code head, List<Item> items, List<Integer> free) {
        TokenLoop loop = new TokenLoop(free);
        List<Item> moved = new ArrayList<>();
        for (Item item : items) {
            moved.add(switch (item) {
                case Item.Step step -> loop.moved(step);
                case Item.Label label -> label;
                case Item.Loop inner -> throw new IllegalArgumentException("a loop in what one token does");
            });
        }
        Code body = new Code();
        head.items().forEach(body::add);
        loop.factors.forEach((factor, register) -> body.multiplyAdd(register, Registers.INDEX, factor, 0));
        moved.forEach(body::add);
        body.sum(Registers.INDEX, Registers.INDEX, 0, 1);
        code.set(Registers.INDEX, 0);
        code.loop(Instructions.of(Opcode.SYS_LOOP).ra(Registers.CHUNK), false, body);
    }

    private Item.Step moved(Item.Step step) {
        Instruction i = step.instruction();
        int[] bySlot = new int[Opcode.SLOTS];
        for (Field field : i.opcode().fields()) {
            Space space = ADDRESSES.get(field.name());
            if (space != null && field.slot() != Field.FLAGS) {
                int address = Layout.get(field, i.immediates().get(field.slot()));
                step.accesses().stream().filter(access -> access.space() == space && access.holds(address)).findFirst()
                        .ifPresent(access -> bySlot[field.slot()] += access.stride() << field.low());
            }
        }
        List<Integer> registers = new ArrayList<>(i.registers());
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            if (bySlot[slot] != 0) {
                if (registers.get(slot) != 0) {
                    throw new IllegalArgumentException("a register beside the token's in " + i);
                }
                registers.set(slot, register(bySlot[slot]));
            }
        }
        return new Item.Step(new Instruction(i.opcode(), i.waitMask(), i.releaseMask(), i.flags(), registers, i.immediates()),
                step.accesses(), step.target());
    }

    private int register(int factor) {
        return factors.computeIfAbsent(factor, f -> {
            if (factors.size() == free.size()) {
                throw new IllegalArgumentException("no register for another factor beside " + factors.keySet());
            }
            return free.get(factors.size());
        });
    }
}
