package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * Pass: executes at compile time what is known then. Registers whose value follows from those given become immediates, loops of
 * a known count are written out, branches that are decided vanish, and so does work of size 0 unless it carries tokens. What
 * depends on the token or the host stays as it was emitted.
 *
 * <p>Requires: branches lead forward; behind one that cannot be decided nothing known is changed up to its label.
 * Establishes: no loop; no register that was known is read.
 *
 * <p>Cost: linear in the instructions that it executes.
 */
final class Straightener {

    private static final Set<String> SIZES = Set.of("bytes", "n", "piece", "pieces", "rows", "cols");
    private static final Map<Opcode, List<Field>> SIZES_OF = new EnumMap<>(Opcode.class);

    static {
        for (Opcode opcode : Opcode.values()) {
            SIZES_OF.put(opcode, opcode.queue() == Queue.SYS ? List.of()
                    : opcode.fields().stream().filter(field -> SIZES.contains(field.name())).toList());
        }
    }

    /** What a scalar instruction computes, modulo 2³². */
    private interface Rule {
        int of(int a, int b, int imm);
    }

    private final Map<Integer, Integer> known;
    private final Optional<String> exit;
    private final Consumer<Item> out;
    private final Set<String> undecided = new HashSet<>();
    private Optional<String> skippedTo = Optional.empty();

    /**
     * A pass that begins with some registers known.
     *
     * @param known registers and their values
     * @param exit  label that an {@code EXIT} goes to, if the loop around the items is not there any more
     * @param out   takes the items
     */
    Straightener(Map<Integer, Integer> known, Optional<String> exit, Consumer<Item> out) {
        this.known = new HashMap<>(known);
        this.known.put(0, 0);
        this.exit = exit;
        this.out = out;
    }

    /** The items with these registers known. */
    static List<Item> straighten(List<Item> items, Map<Integer, Integer> known) {
        List<Item> straight = new ArrayList<>();
        new Straightener(known, Optional.empty(), straight::add).run(items);
        return straight;
    }

    /** Executes {@code items}. */
    void run(List<Item> items) {
        for (Item item : items) {
            switch (item) {
                case Item.Label label -> label(label);
                case Item.Step step when skippedTo.isPresent() -> { }
                case Item.Step step -> step(step);
                case Item.Loop loop when skippedTo.isPresent() -> { }
                case Item.Loop loop -> loop(loop);
            }
        }
    }

    private void label(Item.Label label) {
        if (skippedTo.filter(label.name()::equals).isPresent()) {
            skippedTo = Optional.empty();
        }
        if (skippedTo.isEmpty() && undecided.remove(label.name())) {
            out.accept(label);
        }
    }

    private void loop(Item.Loop loop) {
        Instruction head = loop.head();
        int start = value(head, 1).orElseThrow(() -> new IllegalArgumentException("a loop whose count is not known"));
        long count = Integer.toUnsignedLong(start + head.immediates().getFirst());
        for (long i = 0; i < count; i++) {
            run(loop.body());
        }
    }

    private void step(Item.Step step) {
        switch (step.instruction().opcode()) {
            case SYS_ADD -> scalar(step, (a, b, imm) -> a + b + imm);
            case SYS_SUB -> scalar(step, (a, b, imm) -> a - b + imm);
            case SYS_MUL -> scalar(step, (a, b, imm) -> a * imm + b);
            case SYS_SHR -> scalar(step, (a, b, imm) -> a + imm >>> step.instruction().immediates().get(1));
            case SYS_MIN -> scalar(step, (a, b, imm) -> Integer.compareUnsigned(a, b + imm) < 0 ? a : b + imm);
            case SYS_BRANCH -> branch(step);
            case SYS_TOKGET -> {
                out.accept(offset(step, 1));
                known.remove(step.instruction().registers().getFirst());
            }
            case SYS_TOKPUT -> out.accept(offset(step, 1));
            case SYS_RESULT, SYS_ARG -> {
                out.accept(step);
                known.remove(step.instruction().registers().getFirst());
            }
            case SYS_EXIT -> out.accept(exit.map(Straightener::always).orElse(step));
            case SYS_BARRIER, SYS_HALT -> out.accept(step);
            case SYS_LOOP, SYS_END -> throw new IllegalArgumentException("a loop is an item of its own");
            case LD_RING, LD_ACT, ST_I8, ST_F16, ST_F32, ST_GATHER, ST_ARGMAX, MM_RUN, MV_LOADX, MV_RUN, MISC_RMSNORM, MISC_SOFTMAX,
                    MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST, MISC_QUANTISE_KV, MISC_ARGMAX,
                    MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM -> work(step);
        }
    }

    private static Item.Step always(String label) {
        return new Item.Step(Instructions.of(Opcode.SYS_BRANCH).set("cond", Condition.ALWAYS.ordinal()).build(),
                List.of(), label);
    }

    /** rd = f(ra, rb, imm): known if its operands are, else emitted with those that are. */
    private void scalar(Item.Step step, Rule rule) {
        Instruction i = step.instruction();
        int rd = i.registers().getFirst();
        Optional<Integer> b = value(i, 2);
        // Nothing is less than 0.
        boolean none = i.opcode() == Opcode.SYS_MIN && b.isPresent() && b.get() + i.immediates().getFirst() == 0;
        Optional<Integer> a = none ? Optional.of(0) : value(i, 1);
        if (a.isPresent() && b.isPresent()) {
            if (!undecided.isEmpty()) {
                throw new IllegalArgumentException("known register r" + rd + " changes behind an undecided branch");
            }
            known.put(rd, rule.of(a.get(), b.get(), i.immediates().getFirst()));
            return;
        }
        out.accept(i.opcode() == Opcode.SYS_ADD ? offset(offset(step, 1), 2)
                : i.opcode() == Opcode.SYS_MIN ? needing(offset(step, 2), 1) : needing(step, 1, 2));
        known.remove(rd);
    }

    private void branch(Item.Step step) {
        Instruction i = step.instruction();
        Optional<Integer> a = value(i, 1);
        Optional<Integer> b = value(i, 2);
        Condition condition = Condition.of(i.flags());
        if (condition == Condition.ALWAYS || a.isPresent() && b.isPresent()) {
            int order = condition == Condition.ALWAYS ? 0
                    : Integer.compareUnsigned(a.get(), b.get() + i.immediates().getFirst());
            if (condition.holds(order)) {
                skippedTo = Optional.of(step.target());
            }
            return;
        }
        undecided.add(step.target());
        out.accept(needing(offset(step, 2), 1));
    }

    /** Address registers become immediates. */
    private void work(Item.Step step) {
        Item.Step straight = step;
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            straight = offset(straight, slot);
        }
        Instruction i = straight.instruction();
        boolean tokens = (i.waitMask() | i.releaseMask()) != 0;
        if (tokens || !empty(i)) {
            out.accept(straight);
        }
    }

    private static boolean empty(Instruction i) {
        for (Field size : SIZES_OF.get(i.opcode())) {
            if (i.registers().get(size.slot()) == 0 && Layout.get(size, i.immediates().get(size.slot())) == 0) {
                return true;
            }
        }
        return false;
    }

    /** A known register of {@code slot} is added to the immediate instead: of the slot, in SYS of the instruction. */
    private Item.Step offset(Item.Step step, int slot) {
        Instruction i = step.instruction();
        int register = i.registers().get(slot);
        if (register == 0 || !known.containsKey(register)) {
            return step;
        }
        int at = i.opcode().queue() == Queue.SYS ? 0 : slot;
        List<Integer> registers = new ArrayList<>(i.registers());
        List<Integer> immediates = new ArrayList<>(i.immediates());
        registers.set(slot, 0);
        immediates.set(at, immediates.get(at) + known.get(register));
        return new Item.Step(new Instruction(i.opcode(), i.waitMask(), i.releaseMask(), i.flags(), registers, immediates),
                step.accesses(), step.target());
    }

    /** The step, whose operands in {@code slots} no immediate can replace: each is unknown or zero. */
    private Item.Step needing(Item.Step step, int... slots) {
        List<Integer> registers = new ArrayList<>(step.instruction().registers());
        for (int slot : slots) {
            Optional<Integer> value = value(step.instruction(), slot);
            if (value.isPresent() && value.get() != 0) {
                throw new IllegalArgumentException("a known operand beside an unknown one in " + step.instruction());
            }
            if (value.isPresent()) {
                registers.set(slot, 0);
            }
        }
        Instruction i = step.instruction();
        return new Item.Step(new Instruction(i.opcode(), i.waitMask(), i.releaseMask(), i.flags(), registers,
                i.immediates()), step.accesses(), step.target());
    }

    private Optional<Integer> value(Instruction i, int slot) {
        return Optional.ofNullable(known.get(i.registers().get(slot)));
    }
}
