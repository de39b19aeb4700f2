package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * Steps written for the first token of a chunk, as a loop over all its tokens: an address in a vector that every token has for
 * itself becomes that of the token, by a register that is the token's index times the distance of the vectors.
 *
 * <p>Fields of one slot share its register, so two addresses there give one factor. Equal factors share a register, set at the
 * head of the body. Where a step adds a register of its own to the address, or registers run out, it is set before the step.
 */
final class TokenLoop {

    private static final Field FACTOR = Layout.require(Opcode.MV_LOADX, "factor");
    private static final Field SCALED = Layout.require(Opcode.MV_LOADX, "scaled");
    /** Fields that are addresses, with the memory they lie in. */
    private static final Map<String, Space> ADDRESSES = Map.ofEntries(
            Map.entry("act", Space.ACTIVATION), Map.entry("a0", Space.ACTIVATION), Map.entry("a1", Space.ACTIVATION),
            Map.entry("out", Space.ACTIVATION), Map.entry("scales", Space.ACTIVATION), Map.entry(FACTOR.name(), Space.ACTIVATION),
            Map.entry("res", Space.RESULT), Map.entry("g0", Space.RESULT), Map.entry("g1", Space.RESULT),
            Map.entry("x", Space.INPUT), Map.entry("xs", Space.INPUT_SCALE));
    /** Most slots of an instruction that hold addresses. */
    private static final int MOST_SLOTS = 3;

    private final List<Item> items;
    /** Registers for factors that are set at the head, then those that are set before a step. */
    private final List<Integer> free;
    private final int atHead;
    /** Register by factor. */
    private final Map<Integer, Integer> factors = new LinkedHashMap<>();
    private final Code body = new Code();

    private TokenLoop(List<Item> items, List<Integer> free) {
        this.items = items;
        Set<Integer> written = Item.steps(items).stream().filter(step -> step.queue() == Queue.SYS)
                .map(step -> step.instruction().registers().getFirst()).collect(Collectors.toSet());
        this.free = free.stream().filter(register -> !written.contains(register)).toList();
        Set<Integer> alone = new HashSet<>();
        boolean beside = false;
        for (Item.Step step : Item.steps(items)) {
            int[] wanted = factors(step);
            for (int slot = 0; slot < wanted.length; slot++) {
                boolean own = step.instruction().registers().get(slot) != 0;
                beside |= own && wanted[slot] != 0;
                if (!own && wanted[slot] != 0) {
                    alone.add(wanted[slot]);
                }
            }
        }
        this.atHead = beside || alone.size() > this.free.size() ? this.free.size() - MOST_SLOTS : this.free.size();
    }

    /**
     * Adds the loop to {@code code}.
     *
     * @param head  scalar instructions before them, once per token
     * @param items what one token does, for the first
     * @param free  registers that the loop may use behind the head; those that the items set are left alone
     */
    static void add(Code code, Code head, List<Item> items, List<Integer> free) {
        TokenLoop loop = new TokenLoop(items, free);
        loop.moved();
        Code body = new Code();
        head.items().forEach(body::add);
        loop.factors.forEach((factor, register) -> body.multiplyAdd(register, Registers.INDEX, factor, 0));
        loop.body.items().forEach(body::add);
        body.sum(Registers.INDEX, Registers.INDEX, 0, 1);
        code.set(Registers.INDEX, 0);
        code.loop(Instructions.of(Opcode.SYS_LOOP).ra(Registers.CHUNK), false, body);
    }

    private void moved() {
        for (Item item : items) {
            switch (item) {
                case Item.Step step -> moved(step);
                case Item.Label label -> body.add(label);
                case Item.Loop inner -> throw new IllegalArgumentException("a loop in what one token does");
            }
        }
    }

    /** Distance of the tokens' addresses in each slot; 0 where there is none. */
    private static int[] factors(Item.Step step) {
        Instruction i = step.instruction();
        int[] bySlot = new int[Opcode.SLOTS];
        for (Field field : i.opcode().fields()) {
            Space space = ADDRESSES.get(field.name());
            boolean read = !field.name().equals(FACTOR.name()) || Layout.get(SCALED, i.flags()) != 0;
            if (space != null && field.slot() != Field.FLAGS && read) {
                int address = Layout.get(field, i.immediates().get(field.slot()));
                step.accesses().stream().filter(access -> access.space() == space && access.holds(address)).findFirst()
                        .ifPresent(access -> bySlot[field.slot()] += access.stride() << field.low());
            }
        }
        return bySlot;
    }

    private void moved(Item.Step step) {
        Instruction i = step.instruction();
        int[] bySlot = factors(step);
        List<Integer> registers = new ArrayList<>(i.registers());
        int local = atHead;
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            if (bySlot[slot] != 0) {
                boolean shared = registers.get(slot) == 0
                        && (factors.containsKey(bySlot[slot]) || factors.size() < atHead);
                if (shared) {
                    registers.set(slot, factors.computeIfAbsent(bySlot[slot], factor -> free.get(factors.size())));
                } else {
                    body.multiplyAdd(free.get(local), Registers.INDEX, bySlot[slot], registers.get(slot));
                    registers.set(slot, free.get(local++));
                }
            }
        }
        body.add(new Item.Step(new Instruction(i.opcode(), i.waitMask(), i.releaseMask(), i.flags(), registers, i.immediates()),
                step.accesses(), step.target()));
    }
}
