package org.fabricast.ir.isa.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabricast.diag.ErrorManual;
import org.fabricast.ir.hw.RegisterManual;
import org.junit.jupiter.api.Test;

/** Rewrites the pages instead when run with {@code -Dfabricast.regenerate=true}. */
class ManualsTest {

    @Test
    void the_instruction_manual_is_what_the_layout_generates() throws IOException {
        check("isa.md", IsaManual.text());
    }

    @Test
    void the_register_page_is_what_the_map_generates() throws IOException {
        check("registers.md", RegisterManual.text());
    }

    @Test
    void the_page_of_errors_is_what_the_codes_generate() throws IOException {
        check("errors.md", ErrorManual.text());
    }

    private static void check(String page, String generated) throws IOException {
        Path path = Path.of(System.getProperty("fabricast.root")).resolve("docs").resolve(page);
        if (Boolean.getBoolean("fabricast.regenerate")) {
            Files.writeString(path, generated);
        }
        assertThat(path).content().as("run the test with -Dfabricast.regenerate=true and commit the page")
                .isEqualTo(generated);
    }
}
