package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rules")
class ErrorCodePagesTest {

    @TempDir
    private Path directory;

    private static final Rule RULE = new ErrorCodePages(List.of("X0001", "X0002", "X0003"));

    @Test
    void a_code_needs_a_test_and_a_place_on_the_page() {
        assertThat(new Planted(directory).with("ir/src/test/java/a/ATest.java", "X0001 X0002")
                .with("ir/src/main/java/a/A.java", "X0003").with("docs/errors.md", "X0001 X0003").findings(RULE))
                .containsExactly("X0002: is not in docs/errors.md", "X0003: occurs in no test");
    }

    @Test
    void a_missing_page_lacks_every_code() {
        assertThat(new Planted(directory).with("ir/src/test/java/a/ATest.java", "X0001 X0002 X0003").findings(RULE))
                .hasSize(3).allMatch(finding -> finding.endsWith("is not in docs/errors.md"));
    }
}
