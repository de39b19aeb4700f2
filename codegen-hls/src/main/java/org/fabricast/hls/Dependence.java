package org.fabricast.hls;

/**
 * Operation {@code to} of an iteration waits for operation {@code from} of the iteration {@code distance} before it.
 *
 * @param kind     a value that flows, or an order that must hold
 * @param cycles   for an order: least distance of the two start cycles; ignored for values
 * @param distance iterations between the two, 0 within an iteration
 */
public record Dependence(int from, int to, Kind kind, int cycles, int distance) {

    /** VALUE: to uses the result of from. ORDER: to starts at least {@code cycles} cycles after from. */
    public enum Kind { VALUE, ORDER }

    public Dependence {
        if (from < 0 || to < 0 || cycles < 0 || distance < 0) {
            throw new IllegalArgumentException("a dependence with negative parts");
        }
    }

    static Dependence value(int from, int to) {
        return new Dependence(from, to, Kind.VALUE, 0, 0);
    }

    static Dependence order(int from, int to, int cycles) {
        return new Dependence(from, to, Kind.ORDER, cycles, 0);
    }
}
