package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.fabricast.hls.optimise.Optimiser;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;

/** What the optimiser does to the library at 4 lanes: the table of docs/optimiser.md, printed. */
class OptimiserEffectTest {

    private static final HlsOptions OPTIONS = HlsOptions.lanes(4);

    private static final Set<OpCode> WIRING = EnumSet.of(OpCode.CONST, OpCode.RESIZE, OpCode.BITCAST);

    private record Figures(int operations, int registerBits, int multipliers, OptionalLong cycles) {

        static Figures of(Kernel kernel, Kernel optimised) {
            KernelHardware hardware = KernelHls.generate(kernel, optimised, OPTIONS);
            long[] arguments = LongStream.concat(LongStream.of(64), LongStream.generate(() -> 8)).limit(kernel.args().size())
                    .toArray();
            return new Figures(count(optimised.body(), false), hardware.registerBits(), count(optimised.body(), true),
                    hardware.predictedCycles(arguments));
        }

        /** Operators but constants and those that are wiring; of integer products once per lane. */
        private static int count(List<Node> nodes, boolean products) {
            int count = 0;
            for (Node node : nodes) {
                if (node instanceof Node.Op op && (products ? op.opcode() == OpCode.MUL : !WIRING.contains(op.opcode()))) {
                    count++;
                } else if (node instanceof Node.Loop loop) {
                    count += count(loop.body(), products) * (products && loop.vector() ? OPTIONS.lanes() : 1);
                }
            }
            return count;
        }
    }

    @Test
    void noKernelOfTheLibraryGrowsInAnyFigure() {
        System.out.println("| kernel | operations | register bits | integer multipliers | cycles |");
        System.out.println("|---|---|---|---|---|");
        for (Kernel kernel : KernelLibrary.all()) {
            Figures before = Figures.of(kernel, kernel);
            Figures after = Figures.of(kernel, Optimiser.run(kernel));
            System.out.printf("| %s | %d → %d | %d → %d | %d → %d | %d → %d |%n", kernel.name(), before.operations,
                    after.operations, before.registerBits, after.registerBits, before.multipliers, after.multipliers,
                    before.cycles.orElse(0), after.cycles.orElse(0));
            assertThat(after.operations).as(kernel.name()).isLessThanOrEqualTo(before.operations);
            assertThat(after.registerBits).as(kernel.name()).isLessThanOrEqualTo(before.registerBits);
            assertThat(after.multipliers).as(kernel.name()).isLessThanOrEqualTo(before.multipliers);
            assertThat(after.cycles.orElseThrow()).as(kernel.name()).isLessThanOrEqualTo(before.cycles.orElseThrow());
        }
    }
}
