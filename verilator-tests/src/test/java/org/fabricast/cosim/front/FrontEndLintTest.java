package org.fabricast.cosim.front;

import java.util.List;
import org.fabricast.cosim.RtlLint;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.FrontEndGenerator;
import org.fabricast.gen.GeneratedRtl;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;

class FrontEndLintTest {

    static List<VerilogSource> sources(GeneratedRtl rtl) {
        return rtl.files().entrySet().stream().map(file -> new VerilogSource(file.getKey(), file.getValue())).toList();
    }

    @Test
    void threeToolsFindNothingInTheFrontEnd() {
        for (HardwareConfig config : List.of(HardwareConfig.sim64(), HardwareConfig.sim256())) {
            GeneratedRtl rtl = FrontEndGenerator.generate(config);
            RtlLint.mustBeSilent(rtl.top(), sources(rtl));
        }
    }
}
