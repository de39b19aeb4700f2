package org.fabricast.ir.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;

/** The examples of docs/kernels.md: whole files, statements in the kernel that the manual names, and what is refused. */
class ManualExamplesTest {

    private static final String HEAD = "kernel t(in stream f32 x, out stream f32 y, u32 n, i32 k, f32 a) {";

    private static String manual() throws IOException {
        return Files.readString(Path.of(System.getProperty("fabricast.root"), "docs", "kernels.md"));
    }

    private static List<String> blocks(String kind) throws IOException {
        return Pattern.compile("^```" + kind + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL).matcher(manual()).results()
                .map(m -> m.group(1)).toList();
    }

    @Test
    void wholeFilesCompile() throws IOException {
        assertThat(blocks("kernel")).hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(b -> assertThat(KernelCompiler.compile(b, "manual.fk")).isNotEmpty());
    }

    @Test
    void statementsCompileInTheKernelThatTheManualNames() throws IOException {
        assertThat(manual()).contains("`" + HEAD.replace("{", "{ … }`"));
        assertThat(blocks("statements")).hasSizeGreaterThanOrEqualTo(9)
                .allSatisfy(b -> assertThat(KernelCompiler.compile(HEAD + "\n" + b + "}", "manual.fk")).hasSize(1));
    }

    @Test
    void whatTheManualCallsRefusedIsRefusedForThatReason() throws IOException {
        assertThat(blocks("refused")).hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(b -> assertThatThrownBy(() -> KernelCompiler.compile(HEAD + "\n" + b + "}", "manual.fk"))
                        .isInstanceOfSatisfying(FabricastException.class, e -> assertThat(e.diagnostics()).singleElement()
                                .satisfies(d -> assertThat(b).startsWith("// " + d.code() + ":"))));
    }

    @Test
    void theManualListsTheCompileTimeFunctions() throws IOException {
        assertThat(manual()).contains("`" + MathFunction.list() + "`");
    }
}
