package org.fabricast.compiler.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.hls.report.Resources;
import org.junit.jupiter.api.Test;

class SynthesisTest {

    /** By the vendor's descriptions: RAM32M16 takes a slice of eight look-up tables; a RAMB36 is two of 18 kbit. */
    @Test
    void cellsCountByWhatTheyTakeOfThePart() throws Exception {
        String statistics = """
                {"design": {"num_cells_by_type": {"LUT1": 2, "LUT6": 5, "FDRE": 7, "FDSE": 1, "DSP48E2": 3, "RAMB36E2": 2,
                "RAMB18E2": 1, "URAM288": 4, "SRL16E": 6, "RAM32M16": 2, "CARRY4": 9, "MUXF7": 3, "INV": 8}}}""";
        assertThat(Synthesis.resources(statistics, "k")).isEqualTo(new Resources(2 + 5 + 6 + 16, 8, 3, 5, 4));
    }

    @Test
    void aDesignOfOneModuleHasNoSumOfItsOwn() throws Exception {
        String statistics = "words before {\"modules\": {\"\\\\k\": {\"num_cells_by_type\": {\"LUT2\": 3}}}}";
        assertThat(Synthesis.resources(statistics, "k")).isEqualTo(new Resources(3, 0, 0, 0, 0));
    }
}
