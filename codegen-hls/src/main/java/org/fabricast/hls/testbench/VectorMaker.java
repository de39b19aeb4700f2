package org.fabricast.hls.testbench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.KernelHardware;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;

/**
 * Makes the runs of a test: draws arguments and elements, asks the interpreter for the answers. What a kernel's contract
 * forbids is drawn again: an index outside a memory, a loop that ends within a word of lanes before the last one does, an
 * answer that depends on what a memory holds before the run.
 *
 * <p>Elements of the runs are by turns ordinary, ordinary mixed with finite corners, mostly corners and any bits; pauses are
 * by turns none, at the inputs, at the outputs, at both.
 *
 * <p>Errors: F3111 if no draw can be run, or none gives anything to compare.
 */
public final class VectorMaker {

    private static final String UNWRITTEN = "an element of memory loaded that this run has not stored";
    private static final int MOST_ATTEMPTS = 400;
    /** Contents of memories that no arithmetic confuses with zero: all bits, and bits that look alike in no width. */
    private static final long[] CONTENTS = {-1L, 0x4d5a_b3c6_5e71_a94dL};

    /** What elements look like. */
    private enum Flavour { ORDINARY, FINITE_CORNERS, ALL_CORNERS }

    private final KernelHardware hardware;
    private final Kernel kernel;
    private final VectorHints hints;
    private final Random random;
    private final ArgumentDraws arguments;
    private final ExecutableKernel golden;
    /** Why the last draw that could not be run could not; empty when all could. */
    private String refused = "";

    private VectorMaker(Kernel kernel, KernelHardware hardware, VectorHints hints, long seed) {
        this.hardware = hardware;
        this.kernel = kernel;
        this.hints = hints;
        this.random = new Random(seed);
        this.arguments = new ArgumentDraws(kernel, hardware.options().lanes(), hints, random);
        this.golden = ExecutableKernel.of(kernel);
    }

    /**
     * Runs for a kernel.
     *
     * @param kernel   what the interpreter executes
     * @param hardware what is tested
     * @param count    number of runs, at least one
     */
    public static KernelVectors make(Kernel kernel, KernelHardware hardware, VectorHints hints, int count, long seed) {
        VectorMaker maker = new VectorMaker(kernel, hardware, hints, seed);
        List<KernelRun> runs = IntStream.range(0, count).mapToObj(maker::run).toList();
        boolean speaks = !kernel.outputs().isEmpty() || !kernel.results().isEmpty();
        boolean compares = runs.stream().anyMatch(r -> !r.results().isEmpty() || r.outputs().stream().anyMatch(o -> !o.isEmpty()));
        // Runs of no iteration may be all that the kernel can be run with: a bench of those would prove nothing.
        if (count > 1 && speaks && !compares) {
            throw new FabricastException(ErrorCode.F3111, "kernel " + kernel.name(), "runs that give a value to compare",
                    count + " runs without any" + (maker.refused.isEmpty() ? "" : ", other draws ended with " + maker.refused),
                    "Say what the arguments may be: a line \"// vectors: n = 1..64\" in the source, or --arg n=1..64.");
        }
        return new KernelVectors(seed, runs);
    }

    private KernelRun run(int number) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                List<Long> args = arguments.draw(number, attempt);
                Traffic traffic = Traffic.of(kernel, hardware.options().lanes(), args);
                if (traffic.refused().isEmpty()) {
                    return execute(number, args, traffic);
                }
                refused = traffic.refused().get();
            } catch (IllegalArgumentException e) {
                refused = e.getMessage();
            }
        }
        throw new FabricastException(ErrorCode.F3111, "kernel " + kernel.name() + ", run " + number,
                "arguments the kernel can be run with", MOST_ATTEMPTS + " draws without any, the last with " + refused,
                refused.startsWith(UNWRITTEN)
                ? "Store every element in the run before it is loaded, such as m[n] = 0.0; or say what the arguments may be."
                : "Say what the arguments may be: a line \"// vectors: n = 1..64; m = n / 2\" in the source, or --arg n=1..64.");
    }

    private KernelRun execute(int number, List<Long> args, Traffic traffic) {
        Flavour flavour = Flavour.values()[number / 2 % Flavour.values().length];
        List<List<Long>> inputs = new ArrayList<>();
        for (int i = 0; i < kernel.inputs().size(); i++) {
            int longest = traffic.inputs().get(i).stream().mapToInt(Integer::intValue).max().orElse(0);
            inputs.add(elements(kernel.inputs().get(i), longest, flavour));
        }
        int[][] given = inputs.stream().map(e -> e.stream().mapToInt(Long::intValue).toArray()).toArray(int[][]::new);
        int[][] room = traffic.outputs().stream().map(int[]::new).toArray(int[][]::new);
        int[] values = args.stream().mapToInt(Long::intValue).toArray();
        golden.fillMemories(0);
        ExecutableKernel.Outcome outcome = golden.run(given, values, room);
        if (!kernel.memories().isEmpty()) {
            refuseIfMemoriesMatter(given, values, room, outcome);
        }
        List<List<Long>> outputs = new ArrayList<>();
        for (int i = 0; i < room.length; i++) {
            long mask = Elements.mask(kernel.outputs().get(i).type());
            outputs.add(Arrays.stream(room[i], 0, outcome.written()[i]).mapToLong(v -> v & mask).boxed().toList());
        }
        List<Long> results = IntStream.range(0, outcome.results().length)
                .mapToObj(i -> outcome.results()[i] & Elements.mask(kernel.results().get(i).type())).toList();
        return new KernelRun(args, inputs, traffic.inputs(), outputs, results, number % 4 % 2 == 1, number % 4 / 2 == 1,
                cycles(args));
    }

    /** Runs once more with other contents: hardware starts with those of the run before, or with unknown ones. */
    private void refuseIfMemoriesMatter(int[][] given, int[] values, int[][] room, ExecutableKernel.Outcome outcome) {
        for (long content : CONTENTS) {
            int[][] again = Arrays.stream(room).map(o -> new int[o.length]).toArray(int[][]::new);
            golden.fillMemories(content);
            ExecutableKernel.Outcome other = golden.run(given, values, again);
            if (!Arrays.deepEquals(room, again) || !Arrays.equals(outcome.results(), other.results())) {
                throw new IllegalArgumentException(UNWRITTEN + ", with " + (values.length == 0 ? "no arguments"
                        : IntStream.range(0, values.length).mapToObj(i -> kernel.args().get(i).name() + " = 0x"
                                + Integer.toHexString(values[i])).collect(Collectors.joining(", "))));
            }
        }
    }

    private OptionalLong cycles(List<Long> args) {
        return hardware.predictedCycles(args.stream().mapToLong(Long::longValue).toArray());
    }

    private List<Long> elements(Kernel.Stream stream, int count, Flavour flavour) {
        if (hints.draws().containsKey(stream.name())) {
            Draw draw = hints.draws().get(stream.name());
            Map<String, Double> known = Map.of("lanes", (double) hardware.options().lanes());
            return LongStream.range(0, count).map(i -> Elements.nearest(stream.type(),
                    draw.sample(known, !stream.type().isFloat(), random))).boxed().toList();
        }
        return LongStream.range(0, count).map(i -> {
            long ordinary = Elements.ordinary(stream.type(), random);
            long extreme = Elements.extreme(stream.type(), random);
            boolean take = switch (flavour) {
                case ORDINARY -> false;
                case FINITE_CORNERS -> Elements.finite(stream.type(), extreme) && random.nextInt(3) == 0;
                case ALL_CORNERS -> random.nextInt(3) > 0;
            };
            return take ? extreme : ordinary;
        }).boxed().toList();
    }
}
