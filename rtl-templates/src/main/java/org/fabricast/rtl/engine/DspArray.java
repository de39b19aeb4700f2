package org.fabricast.rtl.engine;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * The array of {@link MacArray} on chains of DSP48E2 slices: two rows of a chain share their inputs, a slice makes two products.
 *
 * @param header what the file says first
 * @param size   sizes of the engine
 */
public record DspArray(GeneratedHeader header, EngineSizes size) {

    /** Bits of the inputs of a chain's group: sixteen INT8. */
    private static final int INPUT_BITS = 128;
    /** Bits of a sum that leaves a chain. */
    private static final int SUM_BITS = 20;

    /** The array of an engine whose products are paired. */
    public static DspArray of(EngineSizes size) {
        if (!size.paired()) {
            throw new IllegalArgumentException("the products of the configuration are not in DSP48E2 slices");
        }
        return new DspArray(GeneratedHeader.of(DspArray.class, size.toString(), size.parameters(), List.of(
                "As mac_array: the sums of sum over c of w[r][c] * x[c]; w from byte r*N+c of the word, or c*N+r when transposed.",
                "N*N/2 slices: rows 2k and 2k+1 are the two products of chain k. Dense; the chains could leave weights out.",
                "x follows the issue by one cycle, push by " + size.dotStage() + "; one word and vector per cycle.",
                "Reset clears what is under way; weights and sums are not reset.")), size);
    }

    /** The inputs of a group of slices: all of them, with zeros where the array is smaller. */
    public String inputs() {
        return size.inputWidth() == INPUT_BITS ? "x" : "{" + (INPUT_BITS - size.inputWidth()) + "'d0, x}";
    }

    /** Indices of dense weights: none are looked at. */
    public String indexWord() {
        return (size.wordBits() / 2) + "'d0";
    }

    /** Bits of a chain's sum that a dot product has. */
    public String dotRange() {
        return size.dotBits() == SUM_BITS ? "" : "[" + size.dotHigh() + ":0]";
    }

    /** The chains, with what of them nothing takes. */
    public List<Unused> unused() {
        return size.chain().chainList().stream().map(chain -> new Unused(chain.index(), unusedSums(chain.index()))).toList();
    }

    /**
     * Sums of a chain that nothing takes.
     *
     * @param chain its number
     * @param sums  their names and bits, each after a comma
     */
    public record Unused(int chain, String sums) { }

    private String unusedSums(int chain) {
        StringBuilder names = new StringBuilder();
        int last = size.chain().groupHigh();
        for (int group = 0; group < last; group++) {
            names.append(", low_").append(chain).append('_').append(group).append(", high_").append(chain).append('_').append(group);
        }
        if (size.dotBits() < SUM_BITS) {
            String high = "[" + (SUM_BITS - 1) + ":" + size.dotBits() + "]";
            names.append(", low_").append(chain).append('_').append(last).append(high)
                    .append(", high_").append(chain).append('_').append(last).append(high);
        }
        return names.toString();
    }
}
