package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rules")
class TopLevelEntriesTest {

    @TempDir
    private Path directory;

    @Test
    void a_stray_file_at_the_top_is_found_and_output_of_the_build_is_not() {
        assertThat(new Planted(directory).with("ir/pom.xml", "").with("pom.xml", "").with("prog.asm", "").with("tools/x", "")
                .with("target/x", "").with("build/demo/x", "").with(".git/config", "").findings(new TopLevelEntries()))
                .containsExactly("prog.asm: is not one of the top-level entries", "tools: is not one of the top-level entries");
    }

    @Test
    void a_directory_called_build_below_the_top_is_looked_into() {
        assertThat(Checkout.at(new Planted(directory).with("ir/build/X.java", "").root()).files())
                .containsExactly("ir/build/X.java");
    }
}
