package org.fabricast.hls.testbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;

/**
 * Draws the scalar arguments of runs.
 *
 * <p>An integer that decides a trip count is a size: typical, 1, 0, a word of lanes, one more, odd, ragged. Other integers are
 * corners or any value; small ones when those lead outside a memory. Floats are between 1/16 and 8, a quarter of them
 * negative, every fifth run a corner. A hint overrides all that.
 */
final class ArgumentDraws {

    private static final int PATIENCE = 20;
    private static final int SMALL = 16;

    private final Kernel kernel;
    private final int lanes;
    private final VectorHints hints;
    private final Random random;
    private final Set<Integer> sizes = new HashSet<>();

    ArgumentDraws(Kernel kernel, int lanes, VectorHints hints, Random random) {
        this.kernel = kernel;
        this.lanes = lanes;
        this.hints = hints;
        this.random = random;
        Map<Integer, List<Integer>> sources = new HashMap<>();
        List<Integer> work = new ArrayList<>();
        trace(kernel.body(), sources, work);
        while (!work.isEmpty()) {
            int value = work.removeLast();
            if (sizes.add(value)) {
                work.addAll(sources.getOrDefault(value, List.of()));
            }
        }
    }

    private static void trace(List<Node> nodes, Map<Integer, List<Integer>> sources, List<Integer> bounds) {
        for (Node node : nodes) {
            if (node instanceof Node.Op op) {
                sources.put(op.result(), op.operands());
            } else if (node instanceof Node.Loop loop) {
                bounds.add(loop.bound());
                loop.carried().forEach(c -> {
                    sources.put(c.phi(), List.of(c.init(), c.next()));
                    sources.put(c.result(), List.of(c.init(), c.next()));
                });
                trace(loop.body(), sources, bounds);
            }
        }
    }

    /** Typical and awkward sizes. */
    private List<Integer> awkward() {
        return List.of(64, 1, 0, lanes, lanes + 1, 37, 5 * lanes - 1);
    }

    /**
     * Raw bits of all arguments.
     *
     * @param run     number of the run
     * @param attempt how many draws for it were of no use
     * @throws IllegalArgumentException if hints need each other
     */
    List<Long> draw(int run, int attempt) {
        Map<String, Long> drawn = new HashMap<>();
        Map<String, Double> numbers = new HashMap<>(Map.of("lanes", (double) lanes));
        List<Kernel.Scalar> open = new ArrayList<>(kernel.args());
        while (!open.isEmpty()) {
            List<Kernel.Scalar> ready = open.stream().filter(a -> !hints.draws().containsKey(a.name())
                    || numbers.keySet().containsAll(hints.draws().get(a.name()).names())).toList();
            if (ready.isEmpty()) {
                throw new IllegalArgumentException("hints that need each other: "
                        + String.join(", ", open.stream().map(Kernel.Scalar::name).toList()));
            }
            for (Kernel.Scalar a : ready) {
                long bits = one(a, numbers, run, attempt);
                drawn.put(a.name(), bits);
                numbers.put(a.name(), Elements.number(a.type(), bits));
            }
            open.removeAll(ready);
        }
        return kernel.args().stream().map(a -> drawn.get(a.name())).toList();
    }

    private long one(Kernel.Scalar a, Map<String, Double> numbers, int run, int attempt) {
        if (hints.draws().containsKey(a.name())) {
            return Elements.nearest(a.type(), hints.draws().get(a.name()).sample(numbers, !a.type().isFloat(), random));
        }
        if (a.type().isFloat()) {
            double ordinary = Math.scalb(1 + random.nextDouble(), random.nextInt(7) - 4) * (random.nextInt(4) == 0 ? -1 : 1);
            return run % 5 == 4 ? Elements.extreme(a.type(), random) : Elements.nearest(a.type(), ordinary);
        }
        if (sizes.contains(a.value())) {
            List<Integer> list = awkward();
            boolean first = kernel.args().stream().filter(o -> sizes.contains(o.value())).findFirst().orElseThrow().equals(a);
            int at = first && attempt == 0 ? run % list.size() : random.nextInt(list.size());
            return list.get(at) & Elements.mask(a.type());
        }
        if (attempt > PATIENCE) {
            return random.nextInt(SMALL) & Elements.mask(a.type());
        }
        return run % 2 == 1 ? Elements.extreme(a.type(), random) : Elements.ordinary(a.type(), random);
    }
}
