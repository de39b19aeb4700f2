package org.fabricast.ir.kernel.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;

/**
 * Delta debugging of a failing case: drops nodes in ever smaller groups, then replaces operators by an operand or a constant,
 * opens loops, forgets carried values, makes arguments and elements zero or smaller, as long as the case has a meaning and
 * still fails, until nothing of that helps or the budget of trials is spent.
 */
public final class Minimiser {

    private final Predicate<FuzzCase> fails;
    private final int lanes;
    private FuzzCase least;
    private int budget;

    private Minimiser(FuzzCase start, Predicate<FuzzCase> fails, int lanes, int budget) {
        this.least = start;
        this.fails = fails;
        this.lanes = lanes;
        this.budget = budget;
    }

    /**
     * The least case found.
     *
     * @param start  a failing case
     * @param fails  whether a case fails as the first did
     * @param lanes  elements of a word of a vector stream
     * @param trials most calls of {@code fails}
     */
    public static FuzzCase least(FuzzCase start, Predicate<FuzzCase> fails, int lanes, int trials) {
        Minimiser minimiser = new Minimiser(start, fails, lanes, trials);
        while (minimiser.round() && minimiser.budget > 0) {
            continue;
        }
        return minimiser.least;
    }

    private boolean round() {
        boolean better = arguments();
        better |= streams();
        better |= groups();
        better |= single();
        return better | elements();
    }

    private boolean attempt(Kernel kernel, int[][] inputs, int[] args) {
        Tidy tidy = Tidy.of(kernel);
        int[][] left = tidy.inputs().stream().map(i -> inputs[i]).toArray(int[][]::new);
        int[] given = tidy.args().stream().mapToInt(i -> args[i]).toArray();
        Optional<FuzzCase> candidate = budget <= 0 ? Optional.empty() : FuzzCase.of(tidy.kernel(), left, given, lanes);
        if (candidate.isEmpty()) {
            return false;
        }
        budget--;
        if (!fails.test(candidate.get())) {
            return false;
        }
        least = candidate.get();
        return true;
    }

    private boolean attempt(Map<Integer, KernelEdit.Change> changes) {
        return attempt(KernelEdit.apply(least.kernel(), changes), least.inputs(), least.args());
    }

    private boolean arguments() {
        boolean better = false;
        for (int i = 0; i < least.args().length; i++) {
            for (int smaller : new int[] {0, 1, least.args()[i] >>> 1}) {
                int[] args = least.args().clone();
                if (i < args.length && Integer.compareUnsigned(smaller, args[i]) < 0) {
                    args[i] = smaller;
                    better |= attempt(least.kernel(), least.inputs(), args);
                }
            }
        }
        return better;
    }

    /** An input stream with all its reads and rewinds. */
    private boolean streams() {
        boolean better = false;
        for (int stream = least.kernel().inputs().size() - 1; stream >= 0; stream--) {
            Map<Integer, KernelEdit.Change> drop = new HashMap<>();
            List<Node> nodes = KernelEdit.nodes(least.kernel().body());
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i) instanceof Node.Read r && r.stream() == stream
                        || nodes.get(i) instanceof Node.Rewind w && w.stream() == stream) {
                    drop.put(i, new KernelEdit.Change(KernelEdit.Kind.DROP, 0));
                }
            }
            better |= attempt(drop);
        }
        return better;
    }

    private boolean groups() {
        boolean better = false;
        int size = KernelEdit.nodes(least.kernel().body()).size();
        while (size >= 1) {
            int from = 0;
            while (from < KernelEdit.nodes(least.kernel().body()).size()) {
                Map<Integer, KernelEdit.Change> drop = new HashMap<>();
                for (int i = from; i < from + size; i++) {
                    drop.put(i, new KernelEdit.Change(KernelEdit.Kind.DROP, 0));
                }
                int before = KernelEdit.nodes(least.kernel().body()).size();
                boolean went = attempt(drop) && KernelEdit.nodes(least.kernel().body()).size() < before;
                better |= went;
                from += went ? 0 : size <= 4 ? 1 : size;
            }
            size /= 2;
        }
        return better;
    }

    private boolean single() {
        boolean better = false;
        for (int i = 0; i < KernelEdit.nodes(least.kernel().body()).size(); i++) {
            List<KernelEdit.Change> changes = changes(KernelEdit.nodes(least.kernel().body()).get(i));
            for (KernelEdit.Change change : changes) {
                int before = weight();
                FuzzCase kept = least;
                if (attempt(Map.of(i, change)) && weight() < before) {
                    better = true;
                    break;
                }
                least = kept;
            }
        }
        return better;
    }

    /** Falls with every change worth keeping, so that the search ends. */
    private int weight() {
        int weight = 0;
        for (Node node : KernelEdit.nodes(least.kernel().body())) {
            weight += node instanceof Node.Loop l ? 4 + l.carried().size() + l.reductions().size()
                    : node instanceof Node.Op op && op.operands().isEmpty() ? 1 : 3;
        }
        return weight;
    }

    private List<KernelEdit.Change> changes(Node node) {
        List<KernelEdit.Change> changes = new ArrayList<>();
        if (node instanceof Node.Op op) {
            for (int i = 0; i < op.operands().size(); i++) {
                if (least.kernel().types().get(op.operands().get(i)).equals(op.type())) {
                    changes.add(new KernelEdit.Change(KernelEdit.Kind.OPERAND, i));
                }
            }
            if (!op.operands().isEmpty()) {
                changes.add(new KernelEdit.Change(KernelEdit.Kind.ONE, 0));
            }
        } else if (node instanceof Node.Loop loop) {
            changes.add(new KernelEdit.Change(KernelEdit.Kind.ONCE, 0));
            for (int i = 0; i < loop.carried().size(); i++) {
                changes.add(new KernelEdit.Change(KernelEdit.Kind.CARRIED, i));
            }
        }
        return changes;
    }

    private boolean elements() {
        boolean better = false;
        for (int stream = 0; stream < least.inputs().length; stream++) {
            if (Arrays.stream(least.inputs()[stream]).anyMatch(v -> v != 0)) {
                int[][] zero = least.inputs().clone();
                zero[stream] = new int[zero[stream].length];
                better |= attempt(least.kernel(), zero, least.args());
            }
            for (int i = 0; i < Math.min(64, least.inputs()[stream].length); i++) {
                if (least.inputs()[stream][i] != 0) {
                    int[][] zero = least.inputs().clone();
                    zero[stream] = zero[stream].clone();
                    zero[stream][i] = 0;
                    better |= attempt(least.kernel(), zero, least.args());
                }
            }
        }
        return better;
    }
}
