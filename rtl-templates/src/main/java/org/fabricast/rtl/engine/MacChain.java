package org.fabricast.rtl.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Dot product of N pairs of INT8: {@code dot = Σ w_k · x_k}, exact.
 *
 * <p>Each product is one DSP slice; sums follow, four at a time. All are as wide as the dot product: synthesis drops the sign
 * bits that repeat, and a simulator has nothing to extend.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 * @param sums   the adder tree, level by level
 * @param result register that holds the dot product
 */
public record MacChain(GeneratedHeader header, EngineSizes size, List<Sum> sums, String result) {

    private static final int SUMMANDS = 4;

    public MacChain {
        sums = List.copyOf(sums);
    }

    /**
     * A registered sum.
     *
     * @param level      adder stage
     * @param name       register
     * @param expression sum of the summands
     */
    public record Sum(int level, String name, String expression) { }

    /** The chain of an engine. */
    public static MacChain of(EngineSizes size) {
        List<Sum> sums = new ArrayList<>();
        List<String> names = IntStream.range(0, size.array()).mapToObj(k -> "product_" + k + "_q").toList();
        for (int level = 0; names.size() > 1; level++) {
            List<String> next = new ArrayList<>();
            for (int from = 0; from < names.size(); from += SUMMANDS) {
                String name = "sum_" + level + "_" + from / SUMMANDS + "_q";
                sums.add(new Sum(level, name,
                        String.join(" + ", names.subList(from, Math.min(names.size(), from + SUMMANDS)))));
                next.add(name);
            }
            names = next;
        }
        GeneratedHeader header = GeneratedHeader.of(MacChain.class, size.toString(), size.parameters(), List.of(
                "dot = sum over k of w_k * x_k, INT8 pairs, exact in " + size.dotBits() + " bits.",
                "Latency " + (size.dotStage() - 1) + " cycles, one dot product per cycle; every stage has its enable.",
                "Nothing is reset."));
        return new MacChain(header, size, sums, names.get(0));
    }
}
