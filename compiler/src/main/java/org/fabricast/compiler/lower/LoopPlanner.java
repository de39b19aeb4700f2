package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fabricast.ir.isa.Queue;

/**
 * Tokens of a loop body, the same in every iteration.
 *
 * <p>Two iterations are laid one behind the other and the second is checked step by step. A conflict inside it gets a pair of
 * its own. A conflict with the iteration before gets the pair of queues <em>carried</em>: the giver's last step of an
 * iteration releases, the taker's first step that needs it waits; one such token is in flight, put there before the loop
 * and taken away behind it. As the carried release is the giver's last and the carried wait the taker's first, anonymous
 * tokens meet in the intended pairs.
 *
 * <p>A loop in the body is planned first and then stands for steps around it ({@link LoopBody}).
 *
 * <p>Requires: inner loops run at least once. Cost: cubic in the steps of the body, as each missing pair starts the check
 * again; a layer has fewer than a hundred.
 *
 * @param body    the body with its masks
 * @param carried pairs of queues with a token from iteration to iteration
 * @param gives   all pairs of queues that hand tokens to each other in the loop
 */
record LoopPlanner(List<Item> body, List<Carried> carried, Set<Carried> gives) {

    /** A token per iteration from one queue to another. */
    record Carried(Queue giver, Queue taker) { }

    /** A step of the body waits for an earlier one of the same iteration. */
    private record Pair(int giver, int taker) { }

    LoopPlanner {
        body = List.copyOf(body);
        carried = List.copyOf(carried);
        gives = Set.copyOf(gives);
    }

    /** Plans a loop; its branches skip steps that touch nothing. */
    static LoopPlanner plan(Item.Loop loop) {
        LoopBody flat = LoopBody.of(loop.body());
        Set<Pair> pairs = new LinkedHashSet<>();
        Map<Carried, Integer> carried = new LinkedHashMap<>();
        while (addMissing(flat, pairs, carried)) {
            // each round adds one pair; there are finitely many
        }
        List<Item.Step> planned = masks(flat.steps(), pairs, carried);
        Set<Carried> gives = new LinkedHashSet<>(flat.gives());
        gives.addAll(carried.keySet());
        pairs.forEach(pair -> gives.add(new Carried(planned.get(pair.giver()).queue(), planned.get(pair.taker()).queue())));
        return new LoopPlanner(flat.with(planned), List.copyOf(carried.keySet()), gives);
    }

    /** Adds the first pair that is missing; false if none is. */
    private static boolean addMissing(LoopBody flat, Set<Pair> pairs, Map<Carried, Integer> carried) {
        List<Item.Step> steps = flat.steps();
        int count = steps.size();
        Clocks clocks = new Clocks();
        for (int i = 0; i < 2 * count; i++) {
            int at = i % count;
            int base = i - at;
            Item.Step step = steps.get(at);
            if (base > 0) {
                carried.forEach((pair, taker) -> {
                    if (taker == at) {
                        clocks.learn(step.queue(), lastOf(steps, pair.giver()));
                    }
                });
            }
            for (Pair pair : pairs) {
                if (pair.taker() == at) {
                    clocks.learn(step.queue(), base + pair.giver());
                }
            }
            for (int told : flat.learns(at)) {
                clocks.learn(step.queue(), base + told);
            }
            int needed = latestUnknown(flat, i, clocks);
            if (needed >= base) {
                return pairs.add(new Pair(needed - base, at));
            } else if (needed != Clocks.NOTHING) {
                carried.merge(new Carried(steps.get(needed).queue(), step.queue()), at, Math::min);
                return true;
            }
            clocks.start(step.queue(), i);
        }
        return false;
    }

    /** The latest conflicting step of another queue that is not known to be done; it may teach the others. */
    private static int latestUnknown(LoopBody flat, int i, Clocks clocks) {
        List<Item.Step> steps = flat.steps();
        int count = steps.size();
        Item.Step step = steps.get(i % count);
        for (int j = i - 1; j >= 0; j--) {
            Item.Step other = steps.get(j % count);
            boolean same = i / count == j / count;
            if (other.queue() != step.queue() && !(same && flat.oneLoop(i % count, j % count)) && other.conflicts(step, same)
                    && !clocks.knows(step.queue(), other.queue(), j)) {
                return j;
            }
        }
        return Clocks.NOTHING;
    }

    private static int lastOf(List<Item.Step> steps, Queue queue) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).queue() == queue) {
                return i;
            }
        }
        throw new IllegalArgumentException("no step of " + queue);
    }

    private static List<Item.Step> masks(List<Item.Step> steps, Set<Pair> pairs, Map<Carried, Integer> carried) {
        List<Item.Step> body = new ArrayList<>(steps);
        for (Pair pair : pairs) {
            Queue giver = body.get(pair.giver()).queue();
            Queue taker = body.get(pair.taker()).queue();
            body.set(pair.giver(), body.get(pair.giver()).releasing(taker));
            body.set(pair.taker(), body.get(pair.taker()).waitingFor(giver));
        }
        carried.forEach((pair, taker) -> {
            body.set(taker, body.get(taker).waitingFor(pair.giver()));
            int last = lastOf(body, pair.giver());
            // If it fed a wait of its own iteration, the taker would know all of that iteration and carry nothing.
            assert (body.get(last).instruction().releaseMask() & pair.taker().bit()) == 0;
            body.set(last, body.get(last).releasing(pair.taker()));
        });
        return body;
    }
}
