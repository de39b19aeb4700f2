package org.fabricast.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.assertj.core.data.Offset;
import org.fabricast.driver.Generation.StopReason;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.image.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Costs of the hand-made manifest: layers 100 bytes and 300 MACs, classifier 40 and 60, rows 20 bytes, 10 bytes and 8 MACs
 * per position. Peaks: 16 bytes and 16 MACs per cycle.
 */
class MeasuresTest {

    private static final Offset<Double> EXACT = within(1e-12);

    @TempDir
    Path directory;

    private Measures of(int first, int prompt, int tokens, long cycles, long read, long written) {
        Manifest manifest = TinyArtefact.counting(directory.resolve("a"), List.of()).manifest();
        Counters prefill = new Counters(Map.of(Counter.CYCLES, 99_999L, Counter.READ_BYTES, 99_999L));
        Counters decode = new Counters(Map.of(Counter.CYCLES, cycles, Counter.READ_BYTES, read,
                Counter.WRITE_BYTES, written, Counter.FETCH_BYTES, read / 2));
        return Measures.of(new Generation(Collections.nCopies(prompt, 1), Collections.nCopies(tokens, 1), List.of(),
                first, StopReason.LENGTH, prefill, decode), manifest);
    }

    @Test
    void figuresOfTwoTokensByReckoning() {
        // Steps at positions 6 and 7 attend to 7 and 8 positions, read them and write one.
        // Bytes: 160 + 10·8 = 240 and 160 + 10·9 = 250. MACs: 360 + 8·7 = 416 and 360 + 8·8 = 424.
        Measures measures = of(4, 3, 2, 1000, 600, 20);
        assertThat(measures.cyclesPerToken()).isCloseTo(500, EXACT);
        assertThat(measures.bytesPerToken()).isCloseTo(310, EXACT);
        assertThat(measures.bandwidthUtilisation()).isCloseTo(490 / 16000.0, EXACT);
        assertThat(measures.macUtilisation()).isCloseTo(840 / 16000.0, EXACT);
        assertThat(measures.trafficOverhead()).isCloseTo(620 / 490.0, EXACT);
        // 840 / 16 cycles of MACs are more than 490 / 16 cycles of bytes.
        assertThat(measures.rooflineRatio()).isCloseTo(52.5 / 1000, EXACT);
    }

    @Test
    void aFreshSequenceOfOneTokenAttendsToItselfOnly() {
        // Bytes 160 + 10·2, MACs 360 + 8.
        Measures measures = of(0, 1, 1, 23, 180, 0);
        assertThat(measures.trafficOverhead()).isCloseTo(1, EXACT);
        assertThat(measures.macUtilisation()).isCloseTo(1, EXACT);
        assertThat(measures.rooflineRatio()).isCloseTo(1, EXACT);
        assertThat(measures.bandwidthUtilisation()).isCloseTo(180 / 368.0, EXACT);
    }
}
