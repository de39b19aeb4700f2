package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.cosim.RtlLint;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.AcceleratorGenerator;
import org.fabricast.gen.GeneratedRtl;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.BoardFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two cores in simulated Verilog against the emulator, whose two cores are compared with one in the compiler's tests. */
class CoresCosimTest {

    private static final HardwareConfig TWO = HardwareConfig.sim64().withCores(2);

    @TempDir
    private Path directory;

    private static ImportedModel model(String name) {
        Path root = Path.of(System.getProperty("fabricast.root")).toAbsolutePath();
        if (name.equals("fable")) {
            return ModelLoader.load(root.resolve("models/fable"), Optional.empty());
        }
        for (Path at = root; at != null; at = at.getParent()) {
            Path checkpoint = at.resolve("shared/models/stories260K/stories260K.bin");
            if (Files.isRegularFile(checkpoint)) {
                return ModelLoader.load(checkpoint, Optional.of(checkpoint.resolveSibling("tok512.bin")));
            }
        }
        assumeTrue(false, "no shared/models/stories260K beside the project: this model is not run");
        throw new IllegalStateException("unreachable");
    }

    private static DeviceModel open(Artefact artefact, DeviceKind kind, int noisePerMille) {
        return new DeviceOpener(System.getenv(), new RtlOptions(Optional.empty(), noisePerMille, 5), BuildListener.SILENT,
                cycles -> { }).open(artefact, kind);
    }

    private static List<int[]> bits(Generation generation) {
        return generation.logits().stream().map(logits -> IntStream.range(0, logits.length)
                .map(i -> Float.floatToRawIntBits(logits[i])).toArray()).toList();
    }

    /** Pauses of every port are drawn apart, so the cores drift and meet again. */
    @ParameterizedTest
    @CsvSource({"fable, 0", "stories260K, 0", "stories260K, 250"})
    void two_cores_equal_the_emulator_in_every_bit_for_two_prompts_without_reset(String name, int noisePerMille) {
        Artefact artefact = Workshop.make(model(name), new CompileOptions(TWO, new BoardFacts("sim64", 64, 32),
                CompileOptions.DEFAULT_GROUP), directory.resolve("artefact"));
        assertThat(artefact.manifest().top()).isEqualTo("fabricast_cores");
        try (DeviceModel rtl = open(artefact, DeviceKind.RTL, noisePerMille);
                DeviceModel functional = open(artefact, DeviceKind.FUNCTIONAL, 0)) {
            for (int[] prompt : new int[][] {{1, 415, 416}, {1, 261, 341, 404, 16}}) {
                rtl.reset();
                functional.reset();
                GenerateOptions options = new GenerateOptions(3, 0, 0, true, false);
                Generation expected = functional.generate(prompt, options, token -> { });
                Generation actual = rtl.generate(prompt, options, token -> { });
                assertThat(actual.tokens()).isEqualTo(expected.tokens());
                for (int step = 0; step < expected.logits().size(); step++) {
                    assertThat(bits(actual).get(step)).as("logits of step %d", step).isEqualTo(bits(expected).get(step));
                }
            }
        }
    }

    /** The data path is that of a single core, file by file. */
    @Test
    void the_machine_of_two_cores_is_silent_under_all_three_tools() {
        GeneratedRtl rtl = AcceleratorGenerator.generate(TWO);
        RtlLint.mustBeSilent(rtl.top(), rtl.files().entrySet().stream()
                .map(file -> new VerilogSource(file.getKey(), file.getValue())).toList(), List.of("data_path.v"));
    }
}
