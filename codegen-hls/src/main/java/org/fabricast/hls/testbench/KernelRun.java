package org.fabricast.hls.testbench;

import java.util.List;
import java.util.OptionalLong;

/**
 * One run of a kernel: what it is given and what the interpreter answers, as raw bits.
 *
 * @param args    scalar arguments
 * @param inputs  per input stream the elements of one pass
 * @param passes  per input stream the number of elements that each pass reads
 * @param outputs per output stream the expected elements
 * @param results expected scalar results
 * @param idle    whether words of the inputs come late at random
 * @param blocked whether words of the outputs are taken late at random
 * @param cycles  predicted cycles from start to done without pauses, where they follow from the arguments
 */
public record KernelRun(List<Long> args, List<List<Long>> inputs, List<List<Integer>> passes, List<List<Long>> outputs,
                        List<Long> results, boolean idle, boolean blocked, OptionalLong cycles) {
    public KernelRun {
        args = List.copyOf(args);
        inputs = List.copyOf(inputs);
        passes = List.copyOf(passes);
        outputs = List.copyOf(outputs);
        results = List.copyOf(results);
    }

    /** Elements and results that are compared. */
    public long compared() {
        return results.size() + outputs.stream().mapToLong(List::size).sum();
    }
}
