package org.fabricast.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rules")
class SourceSizesTest {

    @TempDir
    private Path directory;

    @Test
    void a_source_may_have_500_lines_but_not_501() {
        assertThat(new Planted(directory).with("ir/A.java", "\n".repeat(500)).with("ir/B.java", "\n".repeat(501))
                .with("ir/C.json", "\n".repeat(501)).findings(new SourceSizes()))
                .containsExactly("ir/B.java: 501 lines, at most 500");
    }

    @Test
    void a_template_may_have_150_lines_and_three_conditions_but_not_more() {
        assertThat(new Planted(directory).with("a.v.vm", "x\n".repeat(150)).with("b.v.vm", "x\n".repeat(151))
                .with("c.v.vm", "#if(${m.a})\n#end\n".repeat(3) + "## no #if here\n")
                .with("d.v.vm", "#if(${m.a})#end #if(${m.a})#end\n#{if}(${m.b})\n#end\n#if(${m.a})\n#end\n")
                .findings(new SourceSizes()))
                .containsExactly("b.v.vm: 151 lines, a template at most 150", "d.v.vm: 4 #if, a template at most 3");
    }
}
