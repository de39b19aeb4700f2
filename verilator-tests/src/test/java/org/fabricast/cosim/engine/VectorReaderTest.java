package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.api.Test;

class VectorReaderTest {

    /** A buffer whose word a is a + 1000, which answers two cycles after a request and with noise otherwise. */
    private static final String BENCH = """
            `default_nettype none
            module reader_bench (
              input wire clk, input wire rst, input wire start, input wire [5:0] base, input wire [6:0] words,
              input wire [3:0] passes, input wire [1:0] mode, input wire [6:0] period,
              input wire s_grant_valid, output wire s_grant_ready, input wire s_grant_unused,
              output wire m_valid, input wire m_ready, output wire [15:0] m_data
            );
              wire r_valid;
              wire [5:0] r_addr;
              reg [15:0] asked;
              reg [15:0] r_data;
              assign s_grant_ready = r_valid;
              vector_reader #(.WIDTH(16), .ADDRESS_BITS(6)) u_reader (.clk(clk), .rst(rst), .start(start), .base(base),
                .words(words), .passes(passes), .mode(mode), .period(period), .r_valid(r_valid), .r_ready(s_grant_valid),
                .r_addr(r_addr), .r_data(r_data), .m_valid(m_valid), .m_ready(m_ready), .m_data(m_data));
              always @(posedge clk) begin
                asked <= r_valid && s_grant_valid ? 16'd1000 + {10'd0, r_addr} : 16'hdead;
                r_data <= asked;
              end
            endmodule
            `default_nettype wire
            """;

    private static List<VerilogSource> sources() {
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells("vector_reader", "stream_fifo"));
        sources.add(new VerilogSource("reader_bench.v", BENCH));
        return sources;
    }

    private static long[][] expected(int base, int words, int passes, int mode, int period) {
        List<long[]> out = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            for (int i = 0; i < words; i++) {
                int at = switch (mode) {
                    case 0 -> i;
                    case 1 -> i % period;
                    default -> i / period * period + (i + period / 2) % period;
                };
                out.add(new long[] {1000 + (base + at) % 64});
            }
        }
        return out.toArray(long[][]::new);
    }

    private static RunRecord read(UnitSimulator simulator, int base, int words, int passes, int mode, int period,
            double idle, double backPressure) {
        long[][] expected = expected(base, words, passes, mode, period);
        simulator.poke("base", base).poke("words", words).poke("passes", passes).poke("mode", mode).poke("period", period)
                .source("s_grant", new long[expected.length][1], idle).sink("m", expected.length, backPressure)
                .pulse("start");
        RunRecord record = simulator.run(5000);
        record.stream("m").mustBe(expected);
        return record;
    }

    @Test
    void everyOrderIsReadUnderAnyPausesWithoutResetBetween() {
        Random random = new Random(41);
        for (double idle : new double[] {0, 0.5}) {
            for (double backPressure : new double[] {0, 0.5}) {
                try (UnitSimulator simulator = UnitSetup.of("reader_bench", sources()).withSeed(41).open().reset()) {
                    for (int mode = 0; mode < 3; mode++) {
                        for (int passes = 1; passes <= 3; passes++) {
                            for (int period : new int[] {2, 4, 6, 16}) {
                                read(simulator, random.nextInt(64), period * (1 + random.nextInt(3)), passes, mode, period,
                                        idle, backPressure);
                            }
                            read(simulator, random.nextInt(64), 1, passes, 0, 0, idle, backPressure);
                            read(simulator, random.nextInt(64), 0, passes, 0, 0, idle, backPressure);
                        }
                        // A period of one word, and a last period that is cut short.
                        read(simulator, 3, 5, 2, 1, 1, idle, backPressure);
                        read(simulator, 3, 5, 2, 1, 3, idle, backPressure);
                    }
                }
            }
        }
    }

    @Test
    void undisturbedItDeliversAWordPerCycleFromTheFourthCycleOn() {
        try (UnitSimulator simulator = UnitSetup.of("reader_bench", sources()).open().reset()) {
            RunRecord record = read(simulator, 10, 40, 2, 0, 0, 0, 0);
            for (int i = 0; i < 80; i++) {
                assertThat(record.stream("m").cycles()[i]).isEqualTo(record.firstCycle() + 4 + i);
            }
        }
    }

    @Test
    void threeToolsFindNothingToSayAboutReadersAndWriters() {
        RtlLint.mustBeSilent("vector_reader", RtlSources.cells("vector_reader", "stream_fifo"));
        RtlLint.mustBeSilent("vector_writer", RtlSources.cells("vector_writer"));
        RtlLint.mustBeSilent("element_writer", RtlSources.cells("element_writer"));
    }
}
