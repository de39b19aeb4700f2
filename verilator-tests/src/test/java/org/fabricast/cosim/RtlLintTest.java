package org.fabricast.cosim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.api.Test;

class RtlLintTest {

    private static List<VerilogSource> unit(String body) {
        return List.of(new VerilogSource("unit.v", """
                `default_nettype none
                module unit (input wire [3:0] a, input wire [3:0] b, output wire [3:0] z);
                %s
                endmodule
                `default_nettype wire
                """.formatted(body)));
    }

    @Test
    void cleanVerilogIsSilent() {
        assertThatCode(() -> RtlLint.mustBeSilent("unit", unit("assign z = a & b;"))).doesNotThrowAnyException();
    }

    @Test
    void eachToolsComplaintIsQuoted() {
        assertThatThrownBy(() -> RtlLint.mustBeSilent("unit", unit("assign z = a + 4'd1;")))
                .isInstanceOf(AssertionError.class).hasMessageContainingAll("verilator", "UNUSED", "'b'");
        // Two drivers: Yosys alone refuses (check -assert) what Verilator and Icarus let pass for tri-state's sake.
        assertThat(RtlLint.findings("unit", unit("assign z = a; assign z = b;")))
                .anySatisfy(finding -> assertThat(finding).startsWith("yosys"));
        assertThat(RtlLint.findings("unit", unit("assign z = a & b & c;")))
                .anySatisfy(finding -> assertThat(finding).startsWith("iverilog"));
    }
}
