package org.fabricast.compiler.sparse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses one point of each of many curves so that the gains add up to as much as possible while the costs stay within a budget
 * (the multiple-choice knapsack).
 *
 * <p>Method: of each curve the upper convex hull; its segments of all curves by falling gain per cost, each taken if it still
 * fits and continues what was taken of its curve. Until the first segment that does not fit, this is the optimum of the problem
 * in which a segment may be taken in part, whose value
 * {@code bound = gain + (budget − cost) · gain per cost of that segment} no choice of whole points can exceed. So what is chosen
 * is optimal if every segment fits or the budget is met exactly there, and less than one segment's gain below the optimum
 * otherwise.
 *
 * <p>Source: Sinha and Zoltners, "The Multiple-Choice Knapsack Problem", 1979 (bound). Cost: n log n in the number of points.
 */
final class DensityAllocator {

    /**
     * What may be chosen.
     *
     * @param cost never falling, the first 0
     * @param gain of each point, the first 0
     */
    record Curve(long[] cost, double[] gain) {

        Curve {
            if (cost.length == 0 || cost.length != gain.length || cost[0] != 0 || gain[0] != 0) {
                throw new IllegalArgumentException("a curve begins with cost 0 and gain 0");
            }
            for (int i = 1; i < cost.length; i++) {
                if (cost[i] < cost[i - 1] || Double.isNaN(gain[i])) {
                    throw new IllegalArgumentException("cost " + cost[i] + " after " + cost[i - 1] + ", gain " + gain[i]);
                }
            }
        }
    }

    /**
     * What was chosen.
     *
     * @param choice point of each curve
     * @param cost   of all together
     * @param gain   of all together
     * @param bound  no choice within the budget gains more
     */
    record Allocation(int[] choice, long cost, double gain, double bound) { }

    private record Segment(int curve, int from, int to, long cost, double gain) {

        double slope() {
            return gain / cost;
        }
    }

    private DensityAllocator() {
    }

    /** The best choice found for {@code budget}. */
    static Allocation allocate(List<Curve> curves, long budget) {
        List<Segment> segments = new ArrayList<>();
        int[] choice = new int[curves.size()];
        double gain = 0;
        for (int i = 0; i < curves.size(); i++) {
            choice[i] = free(curves.get(i));
            gain += curves.get(i).gain()[choice[i]];
            hull(i, choice[i], curves.get(i), segments);
        }
        segments.sort(Comparator.comparingDouble(Segment::slope).reversed().thenComparingInt(Segment::curve)
                .thenComparingInt(Segment::to));
        long cost = 0;
        double bound = Double.NaN;
        for (Segment segment : segments) {
            boolean fits = cost + segment.cost() <= budget;
            if (!fits && Double.isNaN(bound)) {
                bound = gain + (budget - cost) * segment.slope();
            }
            if (fits && choice[segment.curve()] == segment.from()) {
                choice[segment.curve()] = segment.to();
                cost += segment.cost();
                gain += segment.gain();
            }
        }
        return new Allocation(choice, cost, gain, Double.isNaN(bound) ? gain : bound);
    }

    /** The first of the best points that cost nothing. */
    private static int free(Curve curve) {
        int best = 0;
        for (int i = 1; i < curve.cost().length && curve.cost()[i] == 0; i++) {
            best = curve.gain()[i] > curve.gain()[best] ? i : best;
        }
        return best;
    }

    /** Appends the segments of the upper hull from point {@code first} on, as long as it rises. */
    private static void hull(int index, int first, Curve curve, List<Segment> segments) {
        int at = first;
        while (true) {
            int best = at;
            double steepest = 0;
            for (int i = at + 1; i < curve.cost().length; i++) {
                long cost = curve.cost()[i] - curve.cost()[at];
                double slope = cost == 0 ? 0 : (curve.gain()[i] - curve.gain()[at]) / cost;
                if (slope > steepest) {
                    best = i;
                    steepest = slope;
                }
            }
            if (best == at) {
                return;
            }
            segments.add(new Segment(index, at, best, curve.cost()[best] - curve.cost()[at],
                    curve.gain()[best] - curve.gain()[at]));
            at = best;
        }
    }
}
