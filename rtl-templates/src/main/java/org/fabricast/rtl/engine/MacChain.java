package org.fabricast.rtl.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Dot product of N pairs of INT8: {@code dot = Σ w_k · x_k}, exact.
 *
 * <p>Products are registered at 16 bits, so that each is one DSP slice; sums follow, four at a time.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 * @param sums   the adder tree, level by level
 * @param result register that holds the dot product
 */
public record MacChain(GeneratedHeader header, EngineSizes size, List<Sum> sums, String result) {

    private static final int SUMMANDS = 4;
    private static final int PRODUCT_BITS = 16;

    public MacChain {
        sums = List.copyOf(sums);
    }

    /**
     * A registered sum.
     *
     * @param level      adder stage
     * @param name       register
     * @param high       its highest bit
     * @param expression sum of the sign-extended summands
     */
    public record Sum(int level, String name, int high, String expression) { }

    /** The chain of an engine. */
    public static MacChain of(EngineSizes size) {
        List<Sum> sums = new ArrayList<>();
        List<String> names = IntStream.range(0, size.array()).mapToObj(k -> "product_" + k + "_q").toList();
        int bits = PRODUCT_BITS;
        for (int level = 0; names.size() > 1; level++) {
            List<String> next = new ArrayList<>();
            int wide = bits + EngineSizes.log2(Math.min(SUMMANDS, names.size()));
            for (int from = 0; from < names.size(); from += SUMMANDS) {
                String name = "sum_" + level + "_" + from / SUMMANDS + "_q";
                int narrow = bits;
                String expression = names.subList(from, Math.min(names.size(), from + SUMMANDS)).stream()
                        .map(term -> "{{" + (wide - narrow) + "{" + term + "[" + (narrow - 1) + "]}}, " + term + "}")
                        .collect(Collectors.joining(" + "));
                sums.add(new Sum(level, name, wide - 1, expression));
                next.add(name);
            }
            names = next;
            bits = wide;
        }
        GeneratedHeader header = GeneratedHeader.of(MacChain.class, size.toString(), size.parameters(), List.of(
                "dot = sum over k of w_k * x_k, INT8 pairs, exact in " + size.dotBits() + " bits.",
                "Latency " + (size.dotStage() - 1) + " cycles, one dot product per cycle; every stage has its enable.",
                "Nothing is reset."));
        return new MacChain(header, size, sums, names.get(0));
    }
}
