package org.fabricast.cosim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.RunRecord;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ring words in, words of INT8 out; what is asked for is a stream of its own. */
class WeightExpanderTest {

    private static final int ALIGN = 1 << 7;
    private static final int[] WIDTHS = {3, 4, 5, 6, 8};

    /** The cell; an entry of s_ask is {align, bits, units}: one word, or the end of a stream. */
    private static UnitSetup setup(int array) {
        String text = """
                `default_nettype none
                module expander_bench (
                  input wire clk, input wire rst,
                  input wire s_ask_valid, output wire s_ask_ready, input wire [7:0] s_ask_data,
                  input wire s_word_valid, output wire s_word_ready, input wire [%1$d:0] s_word_data,
                  output wire m_word_valid, input wire m_word_ready, output wire [%1$d:0] m_word_data
                );
                  wire valid;
                  wire align = s_ask_valid && s_ask_data[7];
                  wire asks = s_ask_valid && !s_ask_data[7];
                  assign s_ask_ready = align || (valid && m_word_ready);
                  assign m_word_valid = valid && asks;
                  // Of a word that is not whole only the units asked for are told.
                  wire [%1$d:0] word;
                  wire [%1$d:0] behind = {%3$d{1'b1}} << (s_ask_data[3:0] * %4$d);
                  assign m_word_data = s_ask_data[6:4] == 3'd0 ? word & ~behind : word;
                  weight_expander #(.ARRAY_LOG2(%2$d)) u_expander (.clk(clk), .rst(rst), .align(align),
                    .s_word_valid(s_word_valid), .s_word_ready(s_word_ready), .s_word_data(s_word_data),
                    .units(s_ask_data[3:0]), .bits(s_ask_data[6:4]), .m_word_valid(valid),
                    .m_word_ready(m_word_ready && asks), .m_word_data(word));
                endmodule
                `default_nettype wire
                """.formatted(8 * array * array - 1, Integer.numberOfTrailingZeros(array), 8 * array * array,
                array * array);
        List<VerilogSource> sources = new ArrayList<>(RtlSources.cells("weight_expander"));
        sources.add(new VerilogSource("expander_bench.v", text));
        return UnitSetup.of("expander_bench", sources);
    }

    /** What goes in and must come out, built bit by bit. */
    private static final class Script {
        private final int word;
        private final Random random;
        private final List<long[]> asked = new ArrayList<>();
        private final List<long[]> in = new ArrayList<>();
        private final List<long[]> out = new ArrayList<>();
        private BitSet stream = new BitSet();
        private int length;

        Script(int array, long seed) {
            word = array * array;
            random = new Random(seed);
        }

        /** A word of codes of so many bits, 8 for bytes. */
        void codes(int bits) {
            asked.add(new long[] {(bits == 8 ? 0 : bits << 4) | bits});
            byte[] bytes = new byte[word];
            for (int i = 0; i < word; i++) {
                int greatest = (1 << bits - 1) - 1;
                int code = switch (random.nextInt(6)) {
                    case 0 -> greatest;
                    case 1 -> -greatest - 1;
                    case 2 -> -1;
                    default -> random.nextInt(2 * greatest + 2) - greatest - 1;
                };
                bytes[i] = (byte) code;
                for (int b = 0; b < bits; b++) {
                    stream.set(length++, (code >> b & 1) != 0);
                }
            }
            out.add(RunBench.slots(bytes));
        }

        /** So many units as they are. */
        void raw(int units) {
            asked.add(new long[] {units});
            byte[] bytes = new byte[word];
            for (int i = 0; i < units * word / 8; i++) {
                bytes[i] = (byte) random.nextInt();
            }
            for (int b = 0; b < units * word; b++) {
                stream.set(length++, (bytes[b / 8] >> b % 8 & 1) != 0);
            }
            out.add(RunBench.slots(bytes));
        }

        /** Fills the ring word up with noise; the next stream begins a new one. */
        void end() {
            asked.add(new long[] {ALIGN});
            while (length % (8 * word) != 0) {
                stream.set(length++, random.nextBoolean());
            }
            for (int from = 0; from < length; from += 8 * word) {
                byte[] bytes = new byte[word];
                for (int b = 0; b < 8 * word; b++) {
                    bytes[b / 8] |= (byte) (stream.get(from + b) ? 1 << b % 8 : 0);
                }
                in.add(RunBench.slots(bytes));
            }
            stream = new BitSet();
            length = 0;
        }

        RunRecord mustRun(UnitSimulator unit, double idle, double stall) {
            unit.source("s_ask", asked.toArray(long[][]::new), 0).source("s_word", in.toArray(long[][]::new), idle)
                    .sink("m_word", out.size(), stall);
            RunRecord record = unit.run(100_000);
            record.stream("m_word").mustBe(out.toArray(long[][]::new));
            return record;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void streams_of_all_widths_follow_each_other_whatever_the_pauses_twice_without_reset(int array) {
        try (UnitSimulator unit = setup(array).open()) {
            unit.reset();
            double[][] pauses = {{0, 0}, {0.6, 0}, {0, 0.6}, {0.5, 0.5}};
            for (int round = 0; round < 2 * pauses.length; round++) {
                long seed = 100L * array + round;
                Script script = new Script(array, seed);
                for (int stream = 0; stream < 15; stream++) {
                    int bits = WIDTHS[stream % WIDTHS.length];
                    int groups = 1 + script.random.nextInt(3);
                    int scaleUnits = bits == 8 ? 8 : 1 + script.random.nextInt(8);
                    int words = 1 + script.random.nextInt(9);
                    for (int g = 0; g < groups; g++) {
                        script.raw(scaleUnits);
                        for (int w = 0; w < words; w++) {
                            script.codes(bits);
                        }
                    }
                    script.end();
                }
                script.mustRun(unit, pauses[round / 2][0], pauses[round / 2][1]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 3", "8, 8", "16, 3", "16, 4", "16, 5", "16, 6", "16, 8"})
    void a_word_leaves_in_every_cycle_and_no_ring_word_is_taken_early(int array, int bits) {
        try (UnitSimulator unit = setup(array).open()) {
            unit.reset();
            Script script = new Script(array, bits);
            int words = 64;
            for (int g = 0; g < 4; g++) {
                script.raw(8);
                for (int w = 0; w < words / 4; w++) {
                    script.codes(bits);
                }
            }
            script.end();
            RunRecord record = script.mustRun(unit, 0, 0);
            long[] out = record.stream("m_word").cycles();
            long[] in = record.stream("s_word").cycles();
            assertThat(out[words + 3] - out[0]).isEqualTo(words + 3);
            assertThat(out[0] - in[0]).isEqualTo(2);
            assertThat(in).hasSize(4 + words * bits / 8);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 32})
    void three_tools_find_nothing_to_say(int array) {
        List<VerilogSource> cell = RtlSources.cells("weight_expander").stream().map(source -> new VerilogSource(source.name(),
                source.text().replaceAll("(parameter integer ARRAY_LOG2 = )\\d+",
                        "$1" + Integer.numberOfTrailingZeros(array)))).toList();
        RtlLint.mustBeSilent("weight_expander", cell);
    }
}
