package org.fabricast.compiler.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

    @TempDir
    private Path directory;

    private HardwareConfig read(String text, HardwareConfig board) throws IOException {
        return ConfigurationFile.read(Files.writeString(directory.resolve("sizes.json"), text), board);
    }

    @Test
    void whatTheFileDoesNotSayIsAsOnTheBoard() throws IOException {
        HardwareConfig config = read("{\"weight_ring_bytes\": 65536, \"products\": \"DSP48E2\"}", HardwareConfig.sim256());
        assertThat(config.name()).isEqualTo("sim256-custom");
        assertThat(config.weightRingBytes()).isEqualTo(65536);
        assertThat(config.products()).isEqualTo(HardwareConfig.Products.DSP48E2);
        assertThat(config.lanes()).isEqualTo(4);
        assertThat(config.resultLanes()).isEqualTo(4);
    }

    @Test
    void resultLanesFollowLanesAndArrayUnlessTheFileSaysThem() throws IOException {
        HardwareConfig board = HardwareConfig.sim256();
        assertThat(read("{\"lanes\": 8}", board).resultLanes()).isEqualTo(8);
        assertThat(read("{\"lanes\": 2, \"array\": 64}", board).resultLanes()).isEqualTo(8);
        assertThat(read("{\"result_lanes\": 16}", board)).isEqualTo(read("{}", board).withResultLanes(16));
        assertThat(read("{\"lanes\": 8, \"result_lanes\": 16}", board).resultLanes()).isEqualTo(16);
        assertThat(read("{\"queue_depth\": 8}", board.withResultLanes(16)).resultLanes()).isEqualTo(16);
    }

    @Test
    void resultLanesThatCannotBeAreRefusedWithTheirRange() {
        assertThatThrownBy(() -> read("{\"result_lanes\": 2}", HardwareConfig.sim256())).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F1005").hasMessageContaining("resultLanes must be a power of two in 4..16, not 2");
        assertThatThrownBy(() -> read("{\"result_lanes\": \"8\"}", HardwareConfig.sim256())).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F1005");
    }
}
