package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.lengths.Prefill;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.image.Artefact;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts in chunks on simulated Verilog against the emulator that takes them token by token. */
class ChunkedPromptTest {

    private static final long SEED = 31;
    private static final int PROMPT = 11;

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

    private Artefact artefact(ImportedModel model, String board, WeightChoice weights, Prefill prefill) {
        Board.Machine machine = Boards.machine(board);
        return Workshop.make(model, new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP, weights)
                .with(new Lengths.Parametric(prefill)), directory.resolve(prefill.text()));
    }

    private static DeviceModel rtl(Artefact artefact, int noisePerMille) {
        return new DeviceOpener(System.getenv(), new RtlOptions(Optional.empty(), noisePerMille, SEED),
                BuildListener.SILENT, cycles -> { }).open(artefact, DeviceKind.RTL);
    }

    /** A prompt, and a shorter one that continues it. */
    private static List<Generation> told(DeviceModel device, int vocabulary) {
        int[] prompt = new Random(SEED).ints(PROMPT, 0, vocabulary).toArray();
        GenerateOptions two = GenerateOptions.greedy(2).withLogits();
        return List.of(device.generate(prompt, two, token -> { }),
                device.generate(Arrays.copyOf(prompt, PROMPT / 2), two, token -> { }));
    }

    @ParameterizedTest
    @CsvSource({"fable, sim64, 4", "fable, sim256, 8", "stories260K, sim64, 8", "stories260K, sim256, 3"})
    void theVerilogHasTheBitsOfTheEmulatorThatTakesTokenByToken(String name, String board, int bits) {
        ImportedModel model = model(name);
        WeightChoice weights = new WeightChoice.Uniform(bits);
        Artefact chunked = artefact(model, board, weights, Prefill.CHUNKED);
        Artefact token = artefact(model, board, weights, Prefill.TOKEN);
        int vocabulary = model.graph().vocab();
        try (DeviceModel rtl = rtl(chunked, 0); DeviceModel noisy = rtl(chunked, 300);
                DeviceModel functional = DeviceOpener.quiet(Map.of()).open(token, DeviceKind.FUNCTIONAL)) {
            List<Generation> expected = told(functional, vocabulary);
            List<Generation> quiet = told(rtl, vocabulary);
            same(quiet, expected);
            same(told(noisy, vocabulary), expected);
            // Weights come once per chunk instead of once per token.
            assertThat(quiet.getFirst().prefill().get(Counter.READ_BYTES) * 10)
                    .isLessThan(expected.getFirst().prefill().get(Counter.READ_BYTES) * 7);
        }
    }

    private static void same(List<Generation> actual, List<Generation> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).tokens()).as("prompt %d, seed %d", i, SEED).isEqualTo(expected.get(i).tokens());
            for (int step = 0; step < expected.get(i).logits().size(); step++) {
                assertThat(actual.get(i).logits().get(step)).as("prompt %d, step %d, seed %d", i, step, SEED)
                        .containsExactly(expected.get(i).logits().get(step));
            }
        }
    }
}
