package org.fabricast.ir.kernel.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelPrinter;
import org.fabricast.ir.kernel.KernelVerifier;
import org.fabricast.ir.kernel.NaiveInterpreter;

/**
 * A run of a kernel that has a meaning.
 *
 * @param kernel   well-formed
 * @param inputs   per input stream the elements of one pass, all of which every pass reads
 * @param args     raw bits of the arguments
 * @param expected what the naive interpreter makes of it
 */
public record FuzzCase(Kernel kernel, int[][] inputs, int[] args, Observation expected) {

    private static final int[] CORNERS = {0, 1, -1, 0x8000_0000, 0x7fff_ffff, 0x7fc0_0000, 0x7f80_0001, 0x7f80_0000, 0xff80_0000,
        0x0080_0000, 0x007f_ffff, 0x3f80_0000, 0x7bff, 0x7c00, 0xfc01, 0x7f80, 0x0400, 0x8000};

    /**
     * What a run leaves behind: elements per output stream, and results.
     */
    public record Observation(List<List<Integer>> outputs, List<Integer> results) {
        public Observation {
            outputs = List.copyOf(outputs);
            results = List.copyOf(results);
        }
    }

    /**
     * The case, if it has a meaning.
     *
     * @param data  per input stream at least the elements that one pass reads
     * @param lanes elements of a word of a vector stream; a loop that leaves one half full must be the last
     */
    public static Optional<FuzzCase> of(Kernel kernel, int[][] data, int[] args, int lanes) {
        if (!KernelVerifier.verify(kernel).isEmpty()) {
            return Optional.empty();
        }
        NaiveInterpreter run;
        try {
            run = NaiveInterpreter.run(kernel, data, args);
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
        if (run.alignment % lanes != 0) {
            return Optional.empty();
        }
        int[][] inputs = new int[data.length][];
        for (int i = 0; i < data.length; i++) {
            List<Integer> passes = run.passes.get(i);
            if (passes.stream().distinct().count() > 1) {
                return Optional.empty();
            }
            inputs[i] = Arrays.copyOf(data[i], passes.getFirst());
        }
        return Optional.of(new FuzzCase(kernel, inputs, args,
                new Observation(run.written, Arrays.stream(run.results).boxed().toList())));
    }

    /** Elements with many corners, for a stream or an argument. */
    public static int[] data(Random random, int count) {
        return random.ints(count).map(bits -> switch (random.nextInt(4)) {
            case 0 -> CORNERS[random.nextInt(CORNERS.length)];
            case 1 -> Float.floatToRawIntBits((float) random.nextGaussian() * 8);
            case 2 -> random.nextInt(64) - 32;
            default -> bits;
        }).toArray();
    }

    /** What the columnar interpreter makes of another form of the kernel with this case's inputs. */
    public Observation columns(Kernel form) {
        int[][] outputs = new int[form.outputs().size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = new int[expected.outputs().get(i).size() + 64];
        }
        ExecutableKernel.Outcome outcome = ExecutableKernel.of(form).run(inputs, args, outputs);
        List<List<Integer>> written = new ArrayList<>();
        for (int i = 0; i < outputs.length; i++) {
            written.add(Arrays.stream(outputs[i], 0, outcome.written()[i]).boxed().toList());
        }
        return new Observation(written, Arrays.stream(outcome.results()).boxed().toList());
    }

    /** The program, its arguments and its inputs, for people. */
    public String text() {
        return KernelPrinter.print(kernel) + "arguments " + hex(args) + "\n"
                + Arrays.stream(inputs).map(input -> "input " + hex(input) + "\n").collect(Collectors.joining())
                + "expected outputs " + expected.outputs() + ", results " + expected.results() + "\n";
    }

    private static String hex(int[] values) {
        return Arrays.stream(values).mapToObj(v -> "0x" + Integer.toHexString(v)).collect(Collectors.joining(" "));
    }
}
