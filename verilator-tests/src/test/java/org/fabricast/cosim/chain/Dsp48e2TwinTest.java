package org.fabricast.cosim.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Mismatch;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The behavioural twin against the equations of UG579, register by register: P = W + Z + X + Y in 48 bits, with M = (D + A)·B,
 * the sum of the pre-adder in 27 bits.
 */
class Dsp48e2TwinTest {

    private static final long RND = 0x8123_4567_89abL;
    private static final long MASK = (1L << 48) - 1;
    private static final List<Port> PORTS = List.of(Port.in("clk", 1), Port.in("ce", 1), Port.in("a", 27), Port.in("b", 18),
            Port.in("d", 27), Port.in("opmode", 9), Port.in("pcin", 48), Port.out("p", 48), Port.out("pcout", 48));
    /** W and Z and the product, each there or not. */
    private static final int[] OPMODES = {0b00_000_0000, 0b00_000_0101, 0b00_001_0000, 0b00_001_0101, 0b10_000_0000,
        0b10_000_0101, 0b10_001_0000, 0b10_001_0101};

    /** Operands of an enabled cycle. */
    private record Step(long a, long b, long d, int opmode, long pcin) { }

    private static long signed(long value, int bits) {
        return value << 64 - bits >> 64 - bits;
    }

    private static long operand(Random random, int bits) {
        return switch (random.nextInt(5)) {
            case 0 -> -1L << bits - 1;
            case 1 -> (1L << bits - 1) - 1;
            case 2 -> 0;
            default -> signed(random.nextLong(), bits);
        };
    }

    private static long product(Step step) {
        return signed(step.a() + step.d(), 27) * step.b();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2"})
    void everyRegisterAndOpmodeInUseIsAsDocumented(int adreg, int breg) {
        List<VerilogSource> sources = RtlSources.cells("dsp48e2_twin").stream().map(source -> new VerilogSource(source.name(),
                source.text().replace("RND = 48'd0", "RND = 48'h" + Long.toHexString(RND)))).toList();
        assertThat(sources.getFirst().text()).contains(Long.toHexString(RND));
        Random random = new Random(41);
        List<Step> steps = new ArrayList<>();
        try (UnitSimulator unit = UnitSetup.of("dsp48e2_twin", sources, PORTS).withParameter("ADREG", adreg)
                .withParameter("BREG", breg).open()) {
            for (int cycle = 0; cycle < 20_000; cycle++) {
                Step step = new Step(operand(random, 27), operand(random, 18), operand(random, 27),
                        OPMODES[random.nextInt(OPMODES.length)], random.nextLong() & MASK);
                int count = steps.size();
                if (count > 4) {
                    // P was loaded in the last enabled cycle: its PCIN, OPMODE of one cycle before, operands of two or three.
                    int opmode = steps.get(count - 2).opmode();
                    long expected = ((opmode >> 7) == 2 ? RND : 0) + ((opmode >> 4 & 7) == 1 ? steps.get(count - 1).pcin() : 0)
                            + ((opmode & 15) == 5 ? product(steps.get(count - 3 - adreg)) : 0) & MASK;
                    if (unit.peek("p") != expected || unit.peek("pcout") != expected) {
                        throw new AssertionError(Mismatch.text("p", count, unit.cycle(), expected, unit.peek("p"), 41));
                    }
                }
                boolean enabled = random.nextInt(4) != 0;
                unit.poke("ce", enabled ? 1 : 0).poke("a", step.a()).poke("b", step.b()).poke("d", step.d())
                        .poke("opmode", step.opmode()).poke("pcin", step.pcin()).tick();
                if (enabled) {
                    steps.add(step);
                }
            }
        }
    }

    @Test
    void threeToolsFindNothingToSay() {
        RtlLint.mustBeSilent("dsp48e2_twin", RtlSources.cells("dsp48e2_twin"));
        RtlLint.mustBeSilent("dsp_slice", RtlSources.cells("dsp_slice", "dsp48e2_twin"));
    }
}
