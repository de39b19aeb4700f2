package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fabricast.compiler.lower.LoopPlanner.Carried;
import org.fabricast.ir.isa.Queue;

/**
 * A loop body without loops inside: each is planned, and steps that only carry tokens stand for it.
 *
 * <p>In front of an inner loop, and behind it, one step for each of its queues claims what that queue touches there: as queues
 * are in order, who waits in front waits before the whole loop, and who releases behind has done all of it. Between them stand
 * the steps that put the loop's carried tokens in and take them away. What is told in the loop is known behind it: who took a
 * carried token away knows all that the giver did in the loop; who took any other knows what the giver did before the loop.
 * So no pair of steps around the loop uses a pair of queues that the loop uses, and anonymous tokens stay in order.
 */
final class LoopBody {

    private static final int NO_LOOP = -1;

    private final List<Item> items = new ArrayList<>();
    private final List<Item.Step> steps = new ArrayList<>();
    /** Per step which inner loop it stands for, or none. */
    private final List<Integer> loop = new ArrayList<>();
    /** Per step the earlier steps that it knows to be done. */
    private final List<List<Integer>> learns = new ArrayList<>();
    private final Set<Carried> gives = new LinkedHashSet<>();
    private int loops;

    private LoopBody() {
    }

    static LoopBody of(List<Item> body) {
        LoopBody flat = new LoopBody();
        for (Item item : body) {
            switch (item) {
                case Item.Step step -> flat.step(step, NO_LOOP, List.of());
                case Item.Label label -> flat.items.add(label);
                case Item.Loop inner -> flat.loop(inner);
            }
        }
        return flat;
    }

    /** Steps in order, those for inner loops included. */
    List<Item.Step> steps() {
        return steps;
    }

    /** Earlier steps that step {@code at} knows to be done by what inner loops told. */
    List<Integer> learns(int at) {
        return learns.get(at);
    }

    /** Whether both stand for one inner loop, which keeps its own order. */
    boolean oneLoop(int a, int b) {
        return loop.get(a) != NO_LOOP && loop.get(a).equals(loop.get(b));
    }

    /** Pairs of queues that hand tokens to each other in inner loops. */
    Set<Carried> gives() {
        return gives;
    }

    /** The body with these steps; those that only stand for an inner loop and carry no token are left out. */
    List<Item> with(List<Item.Step> planned) {
        List<Item> out = new ArrayList<>();
        int next = 0;
        for (Item item : items) {
            if (item instanceof Item.Step) {
                Item.Step step = planned.get(next);
                boolean carries = (step.instruction().waitMask() | step.instruction().releaseMask()) != 0;
                if (carries || loop.get(next) == NO_LOOP) {
                    out.add(step);
                }
                next++;
            } else {
                out.add(item);
            }
        }
        return out;
    }

    private int step(Item.Step step, int inner, List<Integer> told) {
        items.add(step);
        steps.add(step);
        loop.add(inner);
        learns.add(told);
        return steps.size() - 1;
    }

    private void loop(Item.Loop inner) {
        int number = loops++;
        LoopPlanner planned = LoopPlanner.plan(inner);
        Map<Queue, List<Access>> touched = touched(planned.body());
        Map<Queue, Integer> before = new EnumMap<>(Queue.class);
        touched.forEach((queue, accesses) -> before.put(queue, step(proxy(queue, accesses), number, List.of())));
        planned.carried().forEach(pair ->
                step(TokenPlanner.tokenOnly(pair.giver()).releasing(pair.taker()), number, List.of()));
        items.add(new Item.Loop(inner.head(), false, planned.body()));
        Map<Queue, Integer> behind = new EnumMap<>(Queue.class);
        touched.forEach((queue, accesses) -> behind.put(queue, step(proxy(queue, accesses), number,
                planned.gives().stream().filter(pair -> pair.taker() == queue).map(pair -> before.get(pair.giver())).toList())));
        planned.carried().forEach(pair -> step(TokenPlanner.tokenOnly(pair.taker()).waitingFor(pair.giver()), number,
                List.of(behind.get(pair.giver()))));
        gives.addAll(planned.gives());
    }

    private static Item.Step proxy(Queue queue, List<Access> accesses) {
        return new Item.Step(TokenPlanner.tokenOnly(queue).instruction(), accesses, "");
    }

    /** What each queue touches; a queue that only carries tokens touches nothing, but takes part. */
    static Map<Queue, List<Access>> touched(List<Item> body) {
        Map<Queue, List<Access>> touched = new EnumMap<>(Queue.class);
        List<Item.Step> inside = Item.steps(body);
        Arrays.stream(Queue.values()).filter(queue -> queue != Queue.SYS).forEach(queue -> {
            List<Item.Step> own = inside.stream().filter(step -> step.queue() == queue).toList();
            if (!own.isEmpty()) {
                touched.put(queue, own.stream().flatMap(step -> step.accesses().stream()).map(Access::hull).distinct().toList());
            }
        });
        return touched;
    }
}
