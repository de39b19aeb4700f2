package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.junit.jupiter.api.Test;

class VectorWriterTest {

    private static final List<Port> WORDS = List.of(Port.in("clk", 1), Port.in("rst", 1), Port.in("start", 1),
            Port.in("base", 10), Port.in("s_valid", 1), Port.out("s_ready", 1), Port.in("s_mask", 4), Port.in("s_data", 64),
            Port.out("w_valid", 1), Port.in("w_ready", 1), Port.out("w_addr", 10), Port.out("w_mask", 4),
            Port.out("w_data", 64));
    private static final List<Port> ELEMENTS = List.of(Port.in("clk", 1), Port.in("rst", 1), Port.in("start", 1),
            Port.in("base", 12), Port.in("s_valid", 1), Port.out("s_ready", 1), Port.in("s_data", 16),
            Port.out("w_valid", 1), Port.in("w_ready", 1), Port.out("w_addr", 10), Port.out("w_mask", 4),
            Port.out("w_data", 64));

    @Test
    void wordsGoToConsecutiveAddressesUnderAnyPauses() {
        Random random = new Random(43);
        for (double idle : new double[] {0, 0.5}) {
            for (double backPressure : new double[] {0, 0.5}) {
                try (UnitSimulator simulator = UnitSetup.of("vector_writer", RtlSources.cells("vector_writer"), WORDS)
                        .withSeed(43).open().reset()) {
                    for (int count : new int[] {1, 2, 50}) {
                        int base = random.nextInt(1024);
                        long[][] in = new long[count][];
                        long[][] out = new long[count][];
                        for (int i = 0; i < count; i++) {
                            in[i] = new long[] {random.nextInt(16), random.nextLong()};
                            out[i] = new long[] {(base + i) % 1024, in[i][0], in[i][1]};
                        }
                        simulator.poke("base", base).pulse("start").tick();
                        RunRecord record = simulator.source("s", in, idle).sink("w", count, backPressure).run(2000);
                        record.stream("w").mustBe(out);
                        if (idle == 0 && backPressure == 0) {
                            assertThat(record.stream("w").cycles()[count - 1]).isEqualTo(record.firstCycle() + count);
                        }
                    }
                }
            }
        }
    }

    @Test
    void elementsAdvanceOneByOneAndEachIsMaskedAlone() {
        Random random = new Random(44);
        for (double pause : new double[] {0, 0.5}) {
            try (UnitSimulator simulator = UnitSetup.of("element_writer", RtlSources.cells("element_writer"), ELEMENTS)
                    .withSeed(44).open().reset()) {
                for (int base : new int[] {0, 3, 4095, 1001}) {
                    int count = 11;
                    long[][] in = new long[count][];
                    long[][] out = new long[count][];
                    for (int i = 0; i < count; i++) {
                        in[i] = new long[] {random.nextInt(1 << 16)};
                        int at = (base + i) % 4096;
                        out[i] = new long[] {at / 4, 1L << at % 4, in[i][0] * 0x0001_0001_0001_0001L};
                    }
                    simulator.poke("base", base).pulse("start").tick();
                    RunRecord record = simulator.source("s", in, pause).sink("w", count, pause).run(2000);
                    record.stream("w").mustBe(out);
                }
            }
        }
    }
}
