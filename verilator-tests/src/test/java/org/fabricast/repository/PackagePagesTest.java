package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rules")
class PackagePagesTest {

    @TempDir
    private Path directory;

    @Test
    void a_package_without_a_page_is_found_and_tests_share_the_page_of_the_code() {
        assertThat(new Planted(directory).with("ir/src/main/java/a/b/X.java", "").with("ir/src/main/java/a/c/Y.java", "")
                .with("ir/src/main/java/a/c/package-info.java", "").with("ir/src/test/java/a/c/YTest.java", "")
                .with("ir/src/test/java/a/d/ZTest.java", "").findings(new PackagePages()))
                .containsExactly("a.b: has no package-info", "a.d: has no package-info");
    }
}
