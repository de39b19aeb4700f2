package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;

import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;

/**
 * Pass: sets wait and release masks so that every two conflicting accesses of different queues happen in program order.
 *
 * <p>Each step waits, per other queue, for the latest step there that it conflicts with, unless it is known to be done
 * already (vector clocks: waiting for a step also tells what that step had waited for). Tokens of a pair of queues are
 * anonymous, so pairs are made in increasing order on both sides.
 *
 * <p>A loop is planned once for all its iterations ({@link LoopPlanner}); what it needs from before is waited for in front of
 * it by token-only steps, and what follows it waits for token-only steps behind it.
 *
 * <p>Cost: each step looks back over all before it, so time is quadratic in the instructions of a program. These are some 150
 * whatever the model's size, since layers and steps are loops.
 *
 * <p>Requires: accesses of all steps. Establishes: masks; {@code ProgramVerifier} finds no race.
 */
final class TokenPlanner {

    private final List<Item> out = new ArrayList<>();
    /** Planned steps in order; a loop is represented by the token-only steps around it. */
    private final List<Item.Step> history = new ArrayList<>();
    /** Where a step of {@code history} stands in {@code out}. */
    private final List<Integer> place = new ArrayList<>();
    private final Clocks clocks = new Clocks();

    private TokenPlanner() {
    }

    /** The items with masks set, and with token-only steps around loops. */
    static List<Item> plan(List<Item> items) {
        TokenPlanner planner = new TokenPlanner();
        for (Item item : items) {
            switch (item) {
                case Item.Label label -> planner.out.add(label);
                case Item.Step step -> planner.step(step);
                case Item.Loop loop -> {
                    if (loop.fenced()) {
                        planner.out.add(new Item.Loop(loop.head(), true, plan(loop.body())));
                    } else {
                        planner.loop(loop);
                    }
                }
            }
        }
        return planner.out;
    }

    private void step(Item.Step step) {
        int needed = latestUnknown(step);
        while (needed != Clocks.NOTHING) {
            release(needed, step.queue());
            step = step.waitingFor(history.get(needed).queue());
            needed = latestUnknown(step);
        }
        append(step);
    }

    /** Makes a step in front give a token to {@code taker}, whose next step waits for it. */
    private void release(int giver, Queue taker) {
        int at = place.get(giver);
        out.set(at, ((Item.Step) out.get(at)).releasing(taker));
        clocks.learn(taker, giver);
    }

    private void append(Item.Step step) {
        place.add(out.size());
        out.add(step);
        clocks.start(step.queue(), history.size());
        history.add(step);
    }

    /** The latest conflicting step of another queue that is not known to be done; it may teach the others. */
    private int latestUnknown(Item.Step step) {
        for (int i = history.size() - 1; i >= 0; i--) {
            Item.Step other = history.get(i);
            if (other.queue() != step.queue() && other.conflicts(step)
                    && !clocks.knows(step.queue(), other.queue(), i)) {
                return i;
            }
        }
        return Clocks.NOTHING;
    }

    private void loop(Item.Loop loop) {
        for (Item.Step inside : Item.steps(loop.body())) {
            for (int needed = latestUnknown(inside); needed != Clocks.NOTHING; needed = latestUnknown(inside)) {
                Queue giver = history.get(needed).queue();
                release(needed, inside.queue());
                append(tokenOnly(inside.queue()).waitingFor(giver));
            }
        }
        LoopPlanner planned = LoopPlanner.plan(loop);
        planned.carried().forEach(pair -> append(tokenOnly(pair.giver()).releasing(pair.taker())));
        out.add(new Item.Loop(loop.head(), false, planned.body()));
        List<Item.Step> inside = Item.steps(planned.body());
        planned.carried().forEach(pair -> append(tokenOnly(pair.taker()).waitingFor(pair.giver())));
        // What follows waits for one step per queue that stands behind the loop and, queues being in order, for the loop.
        for (Queue queue : Queue.values()) {
            List<Access> touched = inside.stream().filter(s -> s.queue() == queue)
                    .flatMap(s -> s.accesses().stream()).map(Access::hull).distinct().toList();
            if (!touched.isEmpty()) {
                Item.Step proxy = tokenOnly(queue);
                append(new Item.Step(proxy.instruction(), touched, ""));
            }
        }
    }

    /** An instruction of size 0: does nothing but carry tokens in its queue. */
    static Item.Step tokenOnly(Queue queue) {
        Opcode opcode = switch (queue) {
            case LD -> Opcode.LD_RING;
            case ST -> Opcode.ST_F32;
            case MM -> Opcode.MM_RUN;
            case MV -> Opcode.MV_LOADX;
            case MISC -> Opcode.MISC_CAST;
            case SYS -> Opcode.SYS_ADD;
        };
        Instruction instruction = queue == Queue.MM ? Instructions.of(opcode).set("vectors", 1).build()
                : Instructions.of(opcode).build();
        return new Item.Step(instruction, List.of(), "");
    }
}
