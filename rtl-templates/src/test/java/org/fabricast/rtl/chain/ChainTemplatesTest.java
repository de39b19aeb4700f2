package org.fabricast.rtl.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fabricast.rtl.TemplateChecker;
import org.fabricast.rtl.TemplateRenderer;
import org.junit.jupiter.api.Test;

class ChainTemplatesTest {

    @Test
    void everyTemplateKeepsToTheSubsetAndUsesItsWholeRecord() throws IOException {
        for (Class<? extends Record> model : List.<Class<? extends Record>>of(SparseChain.class, SparseArray.class)) {
            String name = "/org/fabricast/rtl/templates/" + TemplateRenderer.templateName(model) + ".v.vm";
            try (InputStream in = getClass().getResourceAsStream(name)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(TemplateChecker.findings(text, model)).as(name).isEmpty();
            }
        }
    }

    @Test
    void aChainOfEightGroupsPrintsSevenCascades() {
        String text = new TemplateRenderer().render(SparseChain.of(new ChainShape(8, 1)));
        assertThat(text.lines().filter(line -> line.contains(".pcin(cascade_"))).hasSize(7);
        assertThat(text).contains(".pcin(48'd0), .pcout(cascade_0)").contains(".pcin(cascade_6), .pcout(cascade_7_unused)");
    }
}
