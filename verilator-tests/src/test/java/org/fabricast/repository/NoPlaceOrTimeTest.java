package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rules")
class NoPlaceOrTimeTest {

    @TempDir
    private Path directory;

    /** Put together here, so that this file passes the rule itself. */
    private static final String SLASH = "/";

    @Test
    void directories_of_one_machine_are_found_with_file_and_line() {
        for (String name : new String[] {"work", "tmp", "root", "home", "Users"}) {
            assertThat(new Planted(directory).with("docs/a.md", "\nsee " + SLASH + name + "/x\n").findings(new NoPlaceOrTime()))
                    .containsExactly("docs/a.md:2: a path of one machine: see " + SLASH + name + "/x");
        }
        assertThat(new Planted(directory).with("docs/a.md", "\"" + SLASH + "tmp\"").findings(new NoPlaceOrTime())).hasSize(1);
    }

    @Test
    void dates_are_found() {
        assertThat(new Planted(directory).with("A.java", "// written " + "2031" + "-07-31").findings(new NoPlaceOrTime()))
                .hasSize(1).first().asString().startsWith("A.java:1: a date");
    }

    @Test
    void relative_paths_addresses_and_other_numbers_are_left_alone() {
        assertThat(new Planted(directory).with("docs/a.md", """
                https://x.org/home/y ../work/z $HOME/tmp/q ~/tmp a/tmp/b /usr/lib/jvm /workbench
                2000-01-01T00:00:00Z 1234-56-78 2024
                """).findings(new NoPlaceOrTime())).isEmpty();
    }
}
