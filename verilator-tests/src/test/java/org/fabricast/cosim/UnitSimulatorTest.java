package org.fabricast.cosim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitSimulatorTest {

    /** Adds 1 to each 96-bit word and passes on the tag; one register, full throughput. Faults can be planted. */
    private static final String STAGE = """
            `default_nettype none
            module stage (
              input wire clk, input wire rst,
              input wire s_x_valid, output wire s_x_ready, input wire [95:0] s_x_data_0, input wire [3:0] s_x_tag,
              output wire m_y_valid, input wire m_y_ready, output wire [95:0] m_y_data_0, output wire [3:0] m_y_tag,
              output wire done
            );
              reg full_q;
              reg [95:0] data_q;
              reg [3:0] tag_q;
              assign s_x_ready = !full_q || m_y_ready;
              assign m_y_valid = full_q;
              assign m_y_data_0 = data_q;
              assign m_y_tag = tag_q;
              assign done = full_q && tag_q == 4'd15;
              always @(posedge clk) begin
                if (s_x_ready && s_x_valid) begin
                  data_q <= s_x_data_0 + 96'd1;
                  tag_q <= s_x_tag;
                end
                full_q <= !rst && (s_x_valid || (full_q && !m_y_ready));
              end
            endmodule
            `default_nettype wire
            """;
    private static final int WORDS = 200;

    private static UnitSetup stage(String verilog) {
        return UnitSetup.of("stage", List.of(new VerilogSource("stage.v", verilog)));
    }

    /** Words of two slots of data (96 bits) and one of tag; the tag of the last word alone is 15. */
    private static long[][] words(long seed) {
        Random random = new Random(seed);
        long[][] words = new long[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            long low = i % 7 == 0 ? -1L : random.nextLong();
            words[i] = new long[] {low, random.nextLong() >>> 33, i == WORDS - 1 ? 15 : random.nextInt(15)};
        }
        return words;
    }

    private static long[][] plusOne(long[][] words) {
        long[][] result = new long[words.length][];
        for (int i = 0; i < words.length; i++) {
            long low = words[i][0] + 1;
            result[i] = new long[] {low, words[i][1] + (low == 0 ? 1 : 0), words[i][2]};
        }
        return result;
    }

    private static RunRecord run(UnitSimulator simulator, long[][] words, double idle, double backPressure) {
        return simulator.source("s_x", words, idle).sink("m_y", words.length, backPressure).runUntil("done", 5000);
    }

    @Test
    void streamsArriveInOrderUnderAnyPausesTwiceInARow() {
        for (double idle : new double[] {0, 0.6}) {
            for (double backPressure : new double[] {0, 0.6}) {
                try (UnitSimulator simulator = stage(STAGE).withSeed(11).open()) {
                    simulator.reset();
                    for (int round = 0; round < 2; round++) {
                        long[][] words = words(round);
                        RunRecord record = run(simulator, words, idle, backPressure);
                        record.stream("m_y").mustBe(plusOne(words));
                        record.stream("s_x").mustBe(words);
                        long last = record.stream("m_y").cycles()[WORDS - 1];
                        assertThat(record.flagCycle()).isBetween(last - 100, last);
                    }
                }
            }
        }
    }

    @Test
    void withoutPausesAWordMovesEveryCycleOneCycleAfterItCame() {
        try (UnitSimulator simulator = stage(STAGE).open()) {
            simulator.reset();
            RunRecord record = run(simulator, words(1), 0, 0);
            for (int i = 0; i < WORDS; i++) {
                assertThat(record.stream("s_x").cycles()[i]).isEqualTo(record.firstCycle() + i);
                assertThat(record.stream("m_y").cycles()[i]).isEqualTo(record.firstCycle() + i + 1);
            }
        }
    }

    private static void assertCaught(String verilog, String... message) {
        try (UnitSimulator simulator = stage(verilog).withSeed(5).open()) {
            simulator.reset();
            long[][] words = words(3);
            assertThatThrownBy(() -> run(simulator, words, 0.3, 0.5).stream("m_y").mustBe(plusOne(words)))
                    .isInstanceOf(AssertionError.class).hasMessageContainingAll(message).hasMessageContaining("seed 5");
        }
    }

    @Test
    void aValidThatDropsIsCaught() {
        assertCaught(STAGE.replace("!rst && (s_x_valid || (full_q && !m_y_ready))", "!rst && s_x_valid && s_x_ready"),
                "m_y: valid went down before ready came");
    }

    @Test
    void dataThatChangeUnderBackPressureAreCaught() {
        assertCaught(STAGE.replace("assign m_y_tag = tag_q", "assign m_y_tag = tag_q ^ {3'd0, s_x_valid}"),
                "m_y: data changed before ready came");
    }

    @Test
    void aValidThatWaitsForReadyIsCaught() {
        assertCaught(STAGE.replace("assign m_y_valid = full_q", "assign m_y_valid = full_q && m_y_ready"),
                "m_y: valid depends on ready");
    }

    @Test
    void aWrongValueIsReportedWithPlaceAndBothNumbers() {
        assertCaught(STAGE.replace("data_q <= s_x_data_0 + 96'd1", "data_q <= s_x_data_0 + 96'd2"),
                "m_y_data_0[0] in cycle ", "expected 0 (0x0), found 1 (0x1)");
    }

    @Test
    void aStuckStreamIsNamed() {
        assertCaught(STAGE.replace("assign s_x_ready = !full_q", "assign s_x_ready = 1'b0 && !full_q")
                        .replace("|| m_y_ready;", "|| 1'b0;").replace("done = full_q", "done = full_q && m_y_ready"),
                "not finished after 5000 cycles", "s_x 0/200 transfers (never)", "m_y ", "done not seen");
    }

    @Test
    void aSurplusWordIsCaught() {
        try (UnitSimulator simulator = stage(STAGE).open()) {
            simulator.reset();
            simulator.source("s_x", words(1), 0).sink("m_y", WORDS - 1, 0.9);
            assertThatThrownBy(() -> simulator.run(5000)).isInstanceOf(AssertionError.class)
                    .hasMessageContaining("m_y: more than the expected 199 transfers");
        }
    }

    @Test
    void singleCyclesAndBatchesSeeTheSame() {
        try (UnitSimulator simulator = stage(STAGE).open()) {
            simulator.reset();
            simulator.poke("s_x_data_0", 41, 0).poke("s_x_tag", 3).pulse("s_x_valid");
            assertThat(simulator.peek("m_y_valid")).isZero();
            simulator.tick();
            assertThat(simulator.peek("m_y_valid")).isEqualTo(1);
            assertThat(simulator.peekWide("m_y_data_0")).containsExactly(42, 0);
            simulator.tick(5);
            assertThat(simulator.peek("m_y_tag")).isEqualTo(3);
            simulator.poke("m_y_ready", 1).tick();
            assertThat(simulator.peek("m_y_valid")).isZero();

            int[] rows = {1, 5, 1, 6, 0, 7, 1, 8, 0, 0};
            int[] out = simulator.batch(List.of("s_x_valid", "s_x_tag"), rows, List.of("m_y_valid", "m_y_tag"));
            assertThat(out).containsExactly(0, 3, 1, 5, 1, 6, 0, 6, 1, 8);
        }
    }

    @Test
    void aStreamWhoseNameBeginsWithAnothersIsKeptApart() {
        String twins = """
                `default_nettype none
                module twins (
                  input wire clk, input wire rst,
                  input wire s_a_valid, output wire s_a_ready, input wire [7:0] s_a_data_0,
                  input wire s_a_b_valid, output wire s_a_b_ready, input wire [7:0] s_a_b_data_0,
                  output wire m_sum_valid, input wire m_sum_ready, output wire [63:0] m_sum_data_0,
                  output wire m_sum_mask
                );
                  reg [63:0] sum_q;
                  reg full_q;
                  wire take = s_a_valid && s_a_b_valid && (!full_q || m_sum_ready);
                  assign s_a_ready = take;
                  assign s_a_b_ready = take;
                  assign m_sum_valid = full_q;
                  assign m_sum_data_0 = sum_q;
                  assign m_sum_mask = sum_q[0];
                  always @(posedge clk) begin
                    full_q <= !rst && (take || (full_q && !m_sum_ready));
                    if (take) sum_q <= {48'hffff_ffff_ffff, 8'd0, s_a_data_0 + s_a_b_data_0};
                  end
                endmodule
                `default_nettype wire
                """;
        UnitSetup setup = UnitSetup.of("twins", List.of(new VerilogSource("twins.v", twins)));
        try (UnitSimulator simulator = setup.withSeed(9).open()) {
            simulator.reset();
            simulator.source("s_a", new long[][] {{1}, {2}, {3}}, 0.5).source("s_a_b", new long[][] {{4}, {6}, {8}}, 0.5)
                    .sink("m_sum", 3, 0.5);
            StreamRecord sum = simulator.run(500).stream("m_sum");
            sum.mustBe(new long[][] {{0xffff_ffff_ffff_0005L, 1}, {0xffff_ffff_ffff_0008L, 0}, {0xffff_ffff_ffff_000bL, 1}});
            assertThat(sum.column("m_sum_mask")).containsExactly(1, 0, 1);
            sum.elementsMustBe(new long[] {0xffff_ffff_ffff_0005L, 0xffff_ffff_ffff_000bL});
            assertThatThrownBy(() -> sum.elementsMustBe(new long[] {0xffff_ffff_ffff_0005L, 1}))
                    .hasMessage("m_sum[1] in cycle " + sum.cycles()[2]
                            + ": expected 1 (0x1), found -65525 (0xffffffffffff000b); seed 9");
        }
    }

    @Test
    void aTraceIsWritten(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("stage.fst");
        try (UnitSimulator simulator = stage(STAGE).withTrace(file).open()) {
            simulator.reset();
            run(simulator, words(1), 0, 0);
        }
        assertThat(Files.size(file)).isGreaterThan(1000);
    }

    @Test
    void portsAreReadFromTheHeader() {
        assertThat(Port.parse(STAGE, "stage")).containsExactly(Port.in("clk", 1), Port.in("rst", 1),
                Port.in("s_x_valid", 1), Port.out("s_x_ready", 1), Port.in("s_x_data_0", 96), Port.in("s_x_tag", 4),
                Port.out("m_y_valid", 1), Port.in("m_y_ready", 1), Port.out("m_y_data_0", 96), Port.out("m_y_tag", 4),
                Port.out("done", 1));
        assertThatThrownBy(() -> Port.parse(STAGE.replace("[95:0]", "[W-1:0]"), "stage"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void misuseIsRefusedBeforeAnythingNative() {
        try (UnitSimulator simulator = stage(STAGE).open()) {
            assertThatThrownBy(() -> simulator.poke("m_y_valid", 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> simulator.poke("s_x_data_0", 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> simulator.peek("m_y_data_0")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> simulator.batch(List.of("s_x_data_0"), new int[3], List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> simulator.source("s_x", new long[][] {{1}}, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedSimulatorIsNotTouched() {
        UnitSimulator kept;
        try (UnitSimulator simulator = stage(STAGE).open()) {
            kept = simulator;
        }
        assertThatThrownBy(kept::tick).isInstanceOf(IllegalArgumentException.class);
    }
}
