package org.fabricast.hls.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * Scheduling as a linear program over difference constraints. Variables: the start of every operation and the last use of every
 * value. Minimised: bits of registers, sum over values of width times (last use - start of its operation). Chains that are too
 * long are broken by constraints, see {@link Constraints}. Operations that compete for a resource keep the order they have in a
 * reference solution, or their distances when iterations overlap.
 *
 * <p>The matrix is that of differences, so every basic solution is integral. Source: Cong and Zhang, An Efficient and Versatile
 * Scheduling Algorithm Based on SDC Formulation, DAC 2006; modulo form: Zhang and Liu, SDC-Based Modulo Scheduling, ICCAD 2013.
 * Cost: one linear program by ojAlgo's simplex.
 */
public final class SdcScheduler {

    private SdcScheduler() {
    }

    /**
     * The schedule with the fewest bits of registers among those that end no later than a reference solution and treat limited
     * resources in its way.
     *
     * @param reference a solution of the problem; gives the interval
     * @param values    what stands in registers
     * @return empty when the numbers of the linear program defeat the solver: its answer is not taken unverified
     * @throws IllegalArgumentException when the reference is no solution
     */
    public static Optional<Solution> schedule(Problem problem, Solution reference, List<Lifetime> values) {
        List<String> findings = problem.verify(reference);
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException("the reference is no solution: " + findings);
        }
        int interval = reference.interval();
        int n = problem.operations().size();
        int deadline = 0;
        for (int i = 0; i < n; i++) {
            deadline = Math.max(deadline, reference.start(i) + problem.operations().get(i).latency());
        }
        List<Constraints.Edge> edges = new ArrayList<>(Constraints.of(problem).edges());
        edges.addAll(sharing(problem, reference));
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        List<Variable> starts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            starts.add(model.newVariable("s" + i).lower(0).upper(deadline - problem.operations().get(i).latency()));
        }
        strongest(edges, interval).forEach((pair, weight) -> {
            if (!pair.get(0).equals(pair.get(1))) {
                difference(model, starts.get(pair.get(0)), starts.get(pair.get(1)), weight);
            }
        });
        double[] weight = new double[n];
        for (int v = 0; v < values.size(); v++) {
            Lifetime value = values.get(v);
            if (value.uses().isEmpty()) {
                continue;
            }
            Variable end = model.newVariable("e" + v).lower(0).upper(deadline).weight(value.bits());
            value.uses().stream().distinct().forEach(use -> difference(model, starts.get(use), end, 0));
            if (value.from() != Lifetime.FROM_THE_START) {
                difference(model, starts.get(value.from()), end, problem.operations().get(value.from()).latency());
                weight[value.from()] -= value.bits();
            }
        }
        for (int i = 0; i < n; i++) {
            starts.get(i).weight(weight[i]);
        }
        Optimisation.Result result = model.minimise();
        int[] rounded = new int[n];
        for (int i = 0; i < n; i++) {
            rounded[i] = (int) Math.round(result.doubleValue(model.indexOf(starts.get(i))));
        }
        Solution solution = Solution.of(interval, rounded);
        return result.getState().isOptimal() && problem.verify(solution).isEmpty() ? Optional.of(solution) : Optional.empty();
    }

    /** to - from >= weight. */
    private static void difference(ExpressionsBasedModel model, Variable from, Variable to, int weight) {
        Expression e = model.newExpression("d" + model.countExpressions());
        e.set(to, 1).set(from, -1).lower(weight);
    }

    private static Map<List<Integer>, Integer> strongest(List<Constraints.Edge> edges, int interval) {
        Map<List<Integer>, Integer> strongest = new HashMap<>();
        edges.forEach(e -> strongest.merge(List.of(e.from(), e.to()), e.length(interval), Math::max));
        return strongest;
    }

    /** Order or distances of operations on resources with more users than places. */
    private static List<Constraints.Edge> sharing(Problem problem, Solution reference) {
        List<Constraints.Edge> edges = new ArrayList<>();
        Set<Integer> rigid = new HashSet<>();
        problem.limits().forEach((resource, limit) -> {
            List<Integer> users = new ArrayList<>();
            for (int i = 0; i < problem.operations().size(); i++) {
                if (problem.operations().get(i).resources().contains(resource)) {
                    users.add(i);
                }
            }
            if (users.size() > limit && problem.repeated()) {
                rigid.addAll(users);
            } else if (users.size() > limit) {
                users.sort(Comparator.comparingInt(reference::start));
                for (int k = limit; k < users.size(); k++) {
                    edges.add(new Constraints.Edge(users.get(k - limit), users.get(k), 1, 0));
                }
            }
        });
        List<Integer> chain = rigid.stream().sorted().toList();
        for (int k = 1; k < chain.size(); k++) {
            int apart = reference.start(chain.get(k)) - reference.start(chain.get(0));
            edges.add(new Constraints.Edge(chain.get(0), chain.get(k), apart, 0));
            edges.add(new Constraints.Edge(chain.get(k), chain.get(0), -apart, 0));
        }
        return edges;
    }
}
