package org.fabricast.cosim.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.estimate.machine.MachineRun;
import org.fabricast.compiler.estimate.machine.Start;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counters of simulated Verilog are the expectation; the model was given none of them. */
class CycleModelTest {

    /** What the model may be wrong by. */
    private static final double TOLERANCE = 0.05;
    private static final Map<Queue, Counter> BUSY = new EnumMap<>(Map.of(Queue.LD, Counter.LD_BUSY, Queue.ST, Counter.ST_BUSY,
            Queue.MM, Counter.MM_BUSY, Queue.MV, Counter.MV_BUSY, Queue.MISC, Counter.MISC_BUSY));

    @TempDir
    private Path directory;

    static Stream<Arguments> few() {
        return Stream.of(Arguments.of("fable", "sim64", 8, List.of(100)), Arguments.of("fable", "sim256", 4, List.of(8, 200)),
                Arguments.of("stories260K", "sim256", 4, List.of(8, 100)));
    }

    static Stream<Arguments> all() {
        return Stream.of("fable", "stories260K").flatMap(model -> Stream.of("sim64", "sim256").flatMap(board ->
                Stream.of(8, 4).map(bits -> Arguments.of(model, board, bits, List.of(8, 50, 100, 200)))));
    }

    @ParameterizedTest
    @MethodSource("few")
    void cyclesOfAStepAreThoseOfTheVerilog(String model, String board, int bits, List<Integer> contexts) {
        compare(model, board, bits, contexts);
    }

    /** Prints the table of {@code docs/estimate.md}. */
    @EnabledIfSystemProperty(named = "fabricast.full", matches = "true", disabledReason = "measures every cell")
    @ParameterizedTest
    @MethodSource("all")
    void cyclesOfEveryCellAreThoseOfTheVerilog(String model, String board, int bits, List<Integer> contexts) {
        compare(model, board, bits, contexts);
    }

    @Test
    void aPromptAndWhatFollowsTakeTheCyclesOfTheVerilog() {
        try (MeasuredMachine machine = MeasuredMachine.of("fable", "sim256", new WeightChoice.Uniform(4), directory)) {
            Start start = new Start(5, 4, 60);
            long measured = machine.measure(start).get(Counter.CYCLES);
            assertThat(error(machine.estimate(start).cycles(), measured)).isBetween(-TOLERANCE, TOLERANCE);
        }
    }

    @Test
    void sparseWeightsTakeTheCyclesOfTheVerilog() {
        try (MeasuredMachine machine = MeasuredMachine.sparse("fable", directory)) {
            compare(machine, List.of("fable", "sim256", "int4, 8:16"), List.of(8, 100));
        }
    }

    private void compare(String model, String board, int bits, List<Integer> contexts) {
        WeightChoice weights = bits == 8 ? WeightChoice.INT8 : new WeightChoice.Uniform(bits);
        try (MeasuredMachine machine = MeasuredMachine.of(model, board, weights, directory)) {
            compare(machine, List.of(model, board, "int" + bits), contexts);
        }
    }

    private static void compare(MeasuredMachine machine, List<String> name, List<Integer> contexts) {
        for (int context : contexts) {
            Start start = new Start(1, 1, context - 1);
            Map<Counter, Long> measured = machine.measure(start);
            MachineRun run = machine.estimate(start);
            List<String> row = new ArrayList<>(name);
            row.addAll(List.of(String.valueOf(context),
                    String.valueOf(measured.get(Counter.CYCLES)), String.valueOf(run.cycles()),
                    percent(error(run.cycles(), measured.get(Counter.CYCLES)))));
            BUSY.forEach((queue, counter) -> row.add(percent(error(run.totals().busy().get(queue), measured.get(counter)))));
            System.out.println("| " + String.join(" | ", row) + " |");
            assertThat(error(run.cycles(), measured.get(Counter.CYCLES))).as("cycles of %s", row)
                    .isBetween(-TOLERANCE, TOLERANCE);
            BUSY.forEach((queue, counter) -> assertThat(1.0 * (run.totals().busy().get(queue) - measured.get(counter))
                    / measured.get(Counter.CYCLES)).as("%s of %s", counter, row).isBetween(-TOLERANCE, TOLERANCE));
            assertThat(run.totals().multiplying() * machine.compiled().options().config().macsPerCycle())
                    .as("multiply-accumulates of %s", row).isEqualTo(measured.get(Counter.MACS));
            assertThat(run.totals().readBytes() - run.totals().fetchedBytes()).as("bytes read of %s", row)
                    .isEqualTo(measured.get(Counter.READ_BYTES) - measured.get(Counter.FETCH_BYTES));
            assertThat(run.totals().writtenBytes()).as("bytes written of %s", row)
                    .isEqualTo(measured.get(Counter.WRITE_BYTES));
            assertThat(run.totals().instructions()).as("instructions of %s", row)
                    .isEqualTo(measured.get(Counter.INSTRUCTIONS));
        }
    }

    private static double error(long estimate, long measured) {
        return (double) (estimate - measured) / measured;
    }

    private static String percent(double error) {
        return String.format(Locale.ROOT, "%+.2f %%", 100 * error);
    }
}
