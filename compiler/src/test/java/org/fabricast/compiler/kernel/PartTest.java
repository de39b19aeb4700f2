package org.fabricast.compiler.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.diag.FabricastException;
import org.fabricast.hls.report.PartFamily;
import org.fabricast.hls.report.Resources;
import org.junit.jupiter.api.Test;

class PartTest {

    @Test
    void partsOfBoardsHaveTheirFamilyAndTheirResources() {
        assertThat(Part.of("zcu104").family()).isEqualTo(PartFamily.XCUP);
        assertThat(Part.of("zcu104").available()).isEqualTo(new Resources(230_400, 460_800, 1_728, 624, 96));
        assertThat(Part.of("pynq-z2").family()).isEqualTo(PartFamily.XC7);
        assertThat(Part.of("pynq-z2").available().dsp()).isEqualTo(220);
        assertThat(Part.names()).contains("kv260", "u250", "u280", "zcu104", "pynq-z2").doesNotContain("sim64", "vhk158", "v80");
    }

    @Test
    void anUnknownBoardIsAnsweredWithTheOptionAndExactlyTheBoardsThatAreAccepted() {
        assertThatThrownBy(() -> Part.of("nexys")).hasMessageContaining("--part").hasMessageContaining("found nexys")
                .hasMessageContaining("one of " + String.join(", ", Part.names())).hasMessageNotContaining("sim64");
    }

    @Test
    void aBoardWithoutSuchAPartIsRefusedWithThoseThatHaveOne() {
        assertThatThrownBy(() -> Part.of("v80")).isInstanceOf(FabricastException.class).hasMessageContaining("F1001")
                .hasMessageContaining("kv260").hasMessageContaining("found v80");
    }
}
