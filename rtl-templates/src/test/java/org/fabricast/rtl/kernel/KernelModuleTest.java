package org.fabricast.rtl.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fabricast.rtl.GeneratedHeader;
import org.fabricast.rtl.TemplateChecker;
import org.fabricast.rtl.TemplateRenderer;
import org.junit.jupiter.api.Test;

class KernelModuleTest {

    @Test
    void theTemplatePrintsEveryPartOfTheModelAndDecidesNothing() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/org/fabricast/rtl/templates/kernel_module.v.vm")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(TemplateChecker.findings(text, KernelModule.class)).isEmpty();
        }
    }

    @Test
    void aModuleWithoutUnitsHasNoOperandProcess() {
        KernelModule model = new KernelModule(new GeneratedHeader("kernel_module", "0123456789abcdef", List.of(), List.of("Nothing.")),
                "kernel_nothing", List.of("input  wire clk"), List.of("localparam IDLE = 1'd0;"), "", "", "END_1", "END_1",
                List.of("reg v1_q;"), List.of(new Routine("", "f1", List.of("v0"), List.of(), List.of("f1 = !v0;"))),
                List.of("wire stall = 1'b0;"), List.of(), List.of(), List.of(), List.of("step_q <= 1'd0;"), List.of(),
                List.of(new Branch("END_1", List.of("v1_q <= f1(v1_q);"))), List.of(), List.of(), false);
        assertThat(new TemplateRenderer().render(model)).contains("module kernel_nothing (", "  function f1;\n    input v0;\n",
                "      END_1: begin\n        v1_q <= f1(v1_q);\n      end\n").doesNotContain("always @*", "$", "#");
    }

    @Test
    void aBranchWithoutStatementsIsRefused() {
        assertThatThrownBy(() -> new Branch("LOOP_1", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
