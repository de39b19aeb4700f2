package org.fabricast.rtl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.fabricast.rtl.TemplateChecker;
import org.fabricast.rtl.TemplateRenderer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTemplatesTest {

    @ParameterizedTest
    @ValueSource(classes = {KernelBench.class, BenchSource.class, BenchSink.class})
    void theTemplatePrintsEveryPartOfItsModelAndDecidesNothing(Class<? extends Record> model) throws IOException {
        String name = "/org/fabricast/rtl/templates/" + TemplateRenderer.templateName(model) + ".v.vm";
        try (InputStream in = getClass().getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(TemplateChecker.findings(text, model)).isEmpty();
        }
    }
}
