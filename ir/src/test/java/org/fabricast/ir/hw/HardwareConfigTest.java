package org.fabricast.ir.hw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.ir.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HardwareConfigTest {

    private static HardwareConfig sized(int array, int lanes) {
        return new HardwareConfig("sized", array, lanes, 8, 64, 1 << 17, 1 << 17, 4096, 4096, 256, 64, 8192, 16, 16, 8, 1024, 1);
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 1", "16, 4, 4", "32, 8, 8", "64, 2, 8", "64, 8, 16"})
    void asManyResultsAreRescaledAsThereAreLanesButFourTimesAsManyUpToSixteenForAnArrayOf64(int array, int lanes, int results) {
        assertThat(sized(array, lanes).resultLanes()).isEqualTo(results);
        assertThat(HardwareConfig.defaultResultLanes(array, lanes)).isEqualTo(results);
    }

    @ParameterizedTest
    @CsvSource({"16, 4, 4", "16, 4, 8", "16, 4, 16", "8, 1, 8", "64, 8, 8", "32, 1, 16"})
    void resultLanesFromTheLanesUpToTheArrayMayBeChosen(int array, int lanes, int results) {
        HardwareConfig config = sized(array, lanes).withResultLanes(results);
        assertThat(config.resultLanes()).isEqualTo(results);
        assertThat(config.with(FunctionSet.BIASED_RELU).with(HardwareConfig.Products.DSP48E2).withCores(2).resultLanes()).isEqualTo(results);
    }

    @ParameterizedTest
    @CsvSource({"16, 4, 2, 4..16", "16, 4, 32, 4..16", "16, 4, 12, 4..16", "8, 1, 16, 1..8", "64, 8, 32, 8..16", "16, 4, 0, 4..16"})
    void otherResultLanesAreRefusedWithTheirRange(int array, int lanes, int results, String range) {
        assertThatThrownBy(() -> sized(array, lanes).withResultLanes(results)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resultLanes must be a power of two in " + range + ", not " + results);
    }

    @Test
    void onlyAChoiceOtherThanTheDefaultChangesTheHash() {
        String sizes = "16,4,8,64,131072,32768,4096,4096,256,64,8192,16,16,8,1024,1";
        HardwareConfig config = HardwareConfig.sim256();
        assertThat(config.withResultLanes(4).hash()).isEqualTo(config.hash()).isEqualTo(Sha256.of(sizes));
        assertThat(config.withResultLanes(16).hash()).isEqualTo(Sha256.of(sizes + ",resultLanes=16"));
        assertThat(config.toString()).doesNotContain("resultLanes");
        assertThat(config.withResultLanes(16).toString()).contains("resultLanes=16");
    }
}
