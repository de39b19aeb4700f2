package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.verify.ArtefactVerification;
import org.fabricast.compiler.verify.StepName;
import org.fabricast.compiler.verify.StepResult;
import org.fabricast.compiler.verify.VerificationResult;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactFile;
import org.fabricast.ir.image.ArtefactWriter;
import org.fabricast.ir.image.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactVerificationTest {

    @TempDir
    private static Path directory;

    private static Artefact sound;

    @BeforeAll
    static void compile() {
        Board.Machine machine = Boards.machine("sim64");
        sound = Workshop.make(ModelLoader.load(Path.of(System.getProperty("fabricast.root"), "models", "fable"),
                Optional.empty()), new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP),
                directory.resolve("sound"));
    }

    private static VerificationResult verify(Path artefact) {
        return ArtefactVerification.quiet(System.getenv()).verify(artefact);
    }

    private static StepResult step(VerificationResult result, StepName name) {
        return result.steps().stream().filter(s -> s.name() == name).findFirst().orElseThrow();
    }

    /** A copy with one file changed and a manifest that agrees with it: only verification can see it. */
    private static Path planted(String name, String path, String from, String to) {
        Path place = directory.resolve(name);
        try (ArtefactWriter writer = ArtefactWriter.begin(place)) {
            for (ArtefactFile file : sound.manifest().files()) {
                byte[] bytes = sound.bytes(file.path());
                if (file.path().equals(path)) {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    assertThat(text).contains(from);
                    bytes = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
                }
                writer.file(file.path(), bytes);
            }
            Manifest m = sound.manifest();
            writer.finish(files -> new Manifest(m.top(), files, m.model(), m.board(), m.configuration(),
                    m.configurationHash(), m.memoryMap(), m.program(), m.weights(), m.costs(), m.versions()));
        }
        return place;
    }

    @Test
    void a_sound_artefact_passes_every_step_and_each_has_looked_at_something() {
        VerificationResult result = verify(sound.directory());

        assertThat(result.findings()).isEmpty();
        assertThat(result.steps()).extracting(StepResult::name).containsExactly(StepName.values());
        assertThat(result.steps()).allMatch(step -> step.checked() > 0);
        // Two prompts, of each token its id and the logits of the whole vocabulary.
        long perToken = 1 + sound.manifest().model().vocabulary();
        assertThat(step(result, StepName.FUNCTIONAL_RTL).checked()).isEqualTo(2 * 8 * perToken);
        assertThat(step(result, StepName.FUNCTIONAL_RTL_NOISE).checked()).isEqualTo(2 * 2 * perToken);
        assertThat(result.json().get("passed").asBoolean()).isTrue();
        assertThat(result.json().at("/steps/5/name").asText()).isEqualTo("functional-rtl");
        assertThat(result.json().at("/steps/5").has("first_mismatch")).isFalse();
    }

    @Test
    void a_wrong_adder_is_named_by_its_first_wrong_logit_while_lint_is_content() {
        VerificationResult result = verify(planted("adder", "rtl/fp32_add.v",
                "up = m[3] && (m[4] || m[2:0] != 3'd0);", "up = m[3] && !(m[4] || m[2:0] != 3'd0);"));

        assertThat(step(result, StepName.LINT_VERILATOR).passed()).isTrue();
        StepResult failed = step(result, StepName.FUNCTIONAL_RTL);
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.findings().getFirst().code()).isEqualTo(ErrorCode.F5001);
        assertThat(failed.firstMismatch().orElseThrow())
                .matches("prompt 1, generated token 1, logit \\d+: expected .* \\(0x[0-9a-f]{8}\\) as functional, "
                        + "found .* \\(0x[0-9a-f]{8}\\) from rtl");
        assertThat(result.exit()).isEqualTo(ExitStatus.MISMATCH);
        assertThat(result.json().at("/steps/5/first_mismatch").asText()).startsWith("prompt 1, generated token 1");
    }

    @Test
    void a_text_that_is_not_the_program_is_named_by_its_instruction() {
        String text = new String(sound.bytes(Manifest.PROGRAM_TEXT), StandardCharsets.UTF_8);
        String halt = text.lines().filter(line -> line.contains("SYS.HALT")).findFirst().orElseThrow();
        VerificationResult result = ArtefactVerification.quiet(withoutTools())
                .verify(planted("text", Manifest.PROGRAM_TEXT, halt, halt.replaceFirst("SYS.HALT.*", "SYS.END")));

        StepResult failed = step(result, StepName.PROGRAM);
        assertThat(failed.findings().getFirst().subject()).startsWith("program.asm, instruction ");
        assertThat(failed.findings().getFirst().code()).isEqualTo(ErrorCode.F5003);
        assertThat(failed.findings().getFirst().expected()).contains("SYS.HALT");
        assertThat(failed.findings().getFirst().found()).contains("SYS.END");
    }

    @Test
    void an_unused_signal_is_a_lint_finding_with_the_tools_words() {
        String top = "rtl/" + sound.manifest().top() + ".v";
        VerificationResult result = verify(planted("unused", top, "endmodule", "wire [6:0] left_over = 7'd3;\nendmodule"));

        StepResult failed = step(result, StepName.LINT_VERILATOR);
        assertThat(failed.findings().getFirst().code()).isEqualTo(ErrorCode.F5002);
        assertThat(failed.firstMismatch().orElseThrow()).contains("left_over");
        assertThat(result.passed()).isFalse();
    }

    @Test
    void missing_tools_fail_each_step_that_needs_them_and_skip_none() {
        VerificationResult result = ArtefactVerification.quiet(withoutTools()).verify(sound.directory());

        assertThat(result.steps()).hasSize(StepName.values().length);
        assertThat(step(result, StepName.PROGRAM).passed()).isTrue();
        assertThat(List.of(StepName.LINT_VERILATOR, StepName.LINT_ICARUS, StepName.SYNTHESIS_CHECK,
                StepName.FUNCTIONAL_RTL, StepName.FUNCTIONAL_RTL_NOISE)).allSatisfy(name ->
                assertThat(step(result, name).findings()).extracting(d -> d.code()).containsExactly(ErrorCode.F7001));
        assertThat(result.exit()).isEqualTo(ExitStatus.TOOL_MISSING);
    }

    private static Map<String, String> withoutTools() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        for (String variable : List.of("FABRICAST_VERILATOR", "FABRICAST_IVERILOG", "FABRICAST_YOSYS")) {
            environment.put(variable, directory.resolve("absent").toString());
        }
        return environment;
    }

    @Test
    void a_changed_file_ends_the_verification_at_its_first_step() throws IOException {
        Path place = planted("changed", "program.asm", "SYS.HALT", "SYS.HALT");
        Files.writeString(place.resolve(Manifest.PROGRAM_TEXT), "");
        VerificationResult result = verify(place);

        assertThat(result.steps()).hasSize(1);
        assertThat(result.findings()).extracting(d -> d.code()).containsExactly(ErrorCode.F9004);
        assertThat(result.exit()).isEqualTo(ExitStatus.DEVICE);
    }
}
