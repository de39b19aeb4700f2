package org.fabricast.hls.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class TestBenchTest {

    private static final KernelHardware HARDWARE = KernelHls.generate(KernelCompiler.compile("""
            kernel k(in stream u8 x, out stream u8 y, result u16 r, u32 n) {
                vector for (i : n) reduce(max, 1) u8 top { u8 v = read(x); top <- v; write(y, v); }
                rewind(x);
                vector for (j : n) reduce(max, 1) u8 again { again <- read(x); }
                r = u16(top) + u16(again);
            }
            """, "k.fk").getFirst(), HlsOptions.lanes(2));

    /** Three elements in words of two, sent twice; the second run has none. */
    private static Map<String, String> files() {
        KernelRun three = new KernelRun(List.of(3L), List.of(List.of(0x11L, 0x22L, 0x33L)), List.of(List.of(3, 3)),
                List.of(List.of(0x11L, 0x22L, 0x33L)), List.of(0x66L), true, false, OptionalLong.of(16));
        KernelRun none = new KernelRun(List.of(0L), List.of(List.of()), List.of(List.of(0, 0)), List.of(List.of()), List.of(0L), false,
                true, OptionalLong.empty());
        return TestBench.files(HARDWARE, new KernelVectors(9, List.of(three, none)));
    }

    @Test
    void wordsHoldTheFirstElementLowestAndAMaskBeforeThoseExpected() {
        Map<String, String> files = files();
        assertThat(files.get("vectors/s_x.hex").lines().toList()).hasSize(4).satisfies(words -> {
            assertThat(words.get(0)).isEqualTo("2211");
            assertThat(words.get(1)).as("junk above the last element").endsWith("33");
            assertThat(words.get(2)).isEqualTo("2211");
        });
        assertThat(files.get("vectors/counts_s_x.hex")).isEqualTo("4\n0\n");
        assertThat(files.get("vectors/m_y.hex")).isEqualTo("32211\n10033\n");
        assertThat(files.get("vectors/counts_m_y.hex")).isEqualTo("2\n0\n");
    }

    @Test
    void scalarsPausesAndCyclesStandByRun() {
        Map<String, String> files = files();
        assertThat(files.get("vectors/arg_n.hex")).isEqualTo("3\n0\n");
        assertThat(files.get("vectors/res_r.hex")).isEqualTo("66\n0\n");
        assertThat(files.get("vectors/pauses.hex")).isEqualTo("1\n2\n");
        assertThat(files.get("vectors/cycles.hex")).as("0 where nothing is predicted").isEqualTo("10\n0\n");
        assertThat(files.get("vectors/limits.hex")).isEqualTo(Long.toHexString(16 * 20 + 2_000) + "\n" + Long.toHexString(200_000) + "\n");
    }

    @Test
    void theBenchIsAModulePerFileThatSaysItsSeed() {
        Map<String, String> files = files();
        assertThat(files).containsKeys("kernel_k_bench.v", "kernel_k_source_x.v", "kernel_k_sink_y.v");
        files.forEach((name, text) -> {
            if (name.endsWith(".v")) {
                assertThat(text).as(name).contains("module " + name.replace(".v", ""), "//   seed = 9", "`default_nettype none");
            }
        });
        assertThat(files.get("kernel_k_bench.v")).contains("2 runs, 5 values compared");
    }
}
