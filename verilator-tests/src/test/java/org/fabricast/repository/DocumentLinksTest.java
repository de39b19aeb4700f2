package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rules")
class DocumentLinksTest {

    @TempDir
    private Path directory;

    private java.util.List<String> inReadme(String text) {
        return new Planted(directory).with("README.md", text).with("docs/a.md", "# One Two: three\n## Again\n## Again\n")
                .with("scripts/demo", "").findings(new DocumentLinks());
    }

    @Test
    void a_link_to_a_file_that_is_not_there_is_found() {
        assertThat(inReadme("x\n[a](docs/a.md) [b](docs/b.md) ![c](c.svg)\n<img src=\"d.svg\">\n[e]: e.md\n")).containsExactly(
                "README.md:2: link to docs/b.md, which is not there", "README.md:2: link to c.svg, which is not there",
                "README.md:3: link to d.svg, which is not there", "README.md:4: link to e.md, which is not there");
    }

    @Test
    void a_link_out_of_the_checkout_is_found() {
        assertThat(inReadme("[a](../" + directory.getFileName() + "-sibling)")).hasSize(1);
        assertThat(inReadme("[a](..)")).hasSize(1);
    }

    @Test
    void anchors_must_be_headings() {
        assertThat(inReadme("# Top\n[a](docs/a.md#one-two-three) [b](#top) [c](docs/a.md#again-1) [d](docs/a.md#two) [e](#low)"))
                .containsExactly("README.md:2: link to #two, and no heading of that name is there",
                        "README.md:2: link to #low, and no heading of that name is there");
    }

    @Test
    void paths_in_code_spans_must_exist() {
        assertThat(inReadme("`scripts/demo --fast` `scripts/nothing` `docs/` `models/none/x.bin` `ir/src`")).containsExactly(
                "README.md:1: no file or directory scripts/nothing", "README.md:1: no file or directory models/none/x.bin",
                "README.md:1: no file or directory ir/src");
    }

    @Test
    void addresses_placeholders_fences_and_code_are_left_alone() {
        assertThat(inReadme("[a](https://x.org/y) [b](mailto:a@b.c) `scripts/<name>` `docs/*.md` `w[i](x.md)` `build/demo`\n"
                + "```\n[c](none.md)\n```\n")).isEmpty();
    }
}
