package org.fabricast.cosim.model;

import java.util.List;

import org.fabricast.cosim.RtlLint;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.AcceleratorGenerator;
import org.fabricast.gen.GeneratedRtl;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineLintTest {

    @ParameterizedTest
    @ValueSource(strings = {"sim64", "sim256", "sim256, sparse", "sim256, sparse, 16 result lanes"})
    void theWholeMachineIsSilentUnderAllThreeTools(String name) {
        HardwareConfig config = switch (name) {
            case "sim64" -> HardwareConfig.sim64();
            case "sim256" -> HardwareConfig.sim256();
            case "sim256, sparse" -> HardwareConfig.sim256().with(HardwareConfig.Products.SPARSE_DSP48E2);
            default -> HardwareConfig.sim256().with(HardwareConfig.Products.SPARSE_DSP48E2).withResultLanes(16);
        };
        GeneratedRtl rtl = AcceleratorGenerator.generate(config);
        List<VerilogSource> sources = rtl.files().entrySet().stream()
                .map(file -> new VerilogSource(file.getKey(), file.getValue())).toList();
        RtlLint.mustBeSilent(rtl.top(), sources);
    }
}
