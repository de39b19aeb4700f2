package org.fabricast.rtl.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.TemplateChecker;
import org.fabricast.rtl.TemplateRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontTemplatesTest {

    @ParameterizedTest
    @ValueSource(classes = {Control.class, FrontEnd.class, InstructionDecoder.class, DataPath.class, FabricastTop.class})
    void templatesKeepToTheSubsetAndUseAllOfTheirModel(Class<? extends Record> model) throws IOException {
        String name = "org/fabricast/rtl/templates/" + TemplateRenderer.templateName(model) + ".v.vm";
        try (InputStream in = getClass().getClassLoader().getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(TemplateChecker.findings(text, model)).isEmpty();
        }
    }

    @Test
    void decoderNumbersComeOutAsTheManualHasThem() {
        String text = new TemplateRenderer().render(InstructionDecoder.of(HardwareConfig.sim64()));
        // Word 0: 3:0 queue, 7:4 code, 15:8 wait, 23:16 release, 31:24 flags; word 1: registers; words 2..7: immediates.
        assertThat(text).contains("number = instruction[3:0]", "code = instruction[7:4]", "flags = instruction[31:24]",
                "wait_mask = instruction[13:8]", "release_mask = instruction[21:16]", "register_5 = instruction[61:57]",
                "immediate_0 = instruction[95:64]", "immediate_5 = instruction[255:224]",
                "instruction[63:62]", "instruction[15:14]", "instruction[23:22]");
    }

    @Test
    void theSameConfigurationGivesTheSameBytes() {
        for (HardwareConfig config : List.of(HardwareConfig.sim64(), HardwareConfig.sim256())) {
            assertThat(new TemplateRenderer().render(FrontEnd.of(config)))
                    .isEqualTo(new TemplateRenderer().render(FrontEnd.of(config)));
            assertThat(new TemplateRenderer().render(Control.of(config)))
                    .isEqualTo(new TemplateRenderer().render(Control.of(config)));
        }
    }
}
