package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.driver.Counters;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.Measures;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.RtlTransport;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCosimTest {

    private static final int STEPS = 64;

    @TempDir
    private Path directory;

    static Stream<Arguments> machines() {
        return Stream.of("fable", "stories260K").flatMap(m -> Stream.of("sim64", "sim256").map(b -> Arguments.of(m, b)));
    }

    static ImportedModel model(String name) {
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

    private Artefact artefact(ImportedModel model, String board) {
        return artefact(model, board, WeightChoice.INT8);
    }

    private Artefact artefact(ImportedModel model, String board, WeightChoice weights) {
        Board.Machine machine = Boards.machine(board);
        return Workshop.make(model, new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP,
                weights), directory.resolve("artefact-" + weights.text() + "-" + weights.hashCode()));
    }

    static DeviceModel rtl(Artefact artefact, int noisePerMille) {
        return new DeviceOpener(System.getenv(), new RtlOptions(Optional.empty(), noisePerMille, 11),
                BuildListener.SILENT, cycles -> { }).open(artefact, DeviceKind.RTL);
    }

    private static DeviceModel functional(Artefact artefact) {
        return DeviceOpener.quiet(Map.of()).open(artefact, DeviceKind.FUNCTIONAL);
    }

    private static Generation generate(DeviceModel device, int[] prompt, int tokens) {
        return device.generate(prompt, GenerateOptions.greedy(tokens).withLogits(), token -> { });
    }

    static void mustAgree(Generation rtl, Generation functional) {
        assertThat(rtl.tokens()).isEqualTo(functional.tokens());
        for (int step = 0; step < functional.logits().size(); step++) {
            float[] expected = functional.logits().get(step);
            float[] actual = rtl.logits().get(step);
            for (int i = 0; i < expected.length; i++) {
                if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
                    throw new AssertionError(String.format("step %d, logit %d: functional %s (0x%08x), rtl %s (0x%08x)",
                            step, i, expected[i], Float.floatToRawIntBits(expected[i]), actual[i],
                            Float.floatToRawIntBits(actual[i])));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void rtlEqualsTheEmulatorInEveryBitForTwoPromptsWithoutReset(String name, String board) {
        ImportedModel model = model(name);
        Tokenizer tokenizer = model.requireTokenizer();
        Artefact artefact = artefact(model, board);
        try (DeviceModel rtl = rtl(artefact, 0); DeviceModel functional = functional(artefact)) {
            for (String text : List.of("Once upon a time", "")) {
                int[] prompt = tokenizer.prompt(text, true);
                rtl.reset();
                functional.reset();
                mustAgree(generate(rtl, prompt, STEPS), generate(functional, prompt, STEPS));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void everyWidthOfWeightsAgreesInEveryBitAndAPlanThatMixesThem(String name, String board) {
        ImportedModel model = model(name);
        int[] prompt = model.requireTokenizer().prompt("Once upon", true);
        WeightPlan each = WeightPlan.uniform(3, model.graph().layers());
        for (int matrix = 0; matrix < each.bits().size(); matrix++) {
            each = each.with(matrix, WeightPlan.CHOICES.get((matrix + matrix / 4) % WeightPlan.CHOICES.size()));
        }
        for (WeightChoice weights : List.of(new WeightChoice.Uniform(3), new WeightChoice.Uniform(4),
                new WeightChoice.Uniform(5), new WeightChoice.Uniform(6), new WeightChoice.Given(each))) {
            Artefact artefact = artefact(model, board, weights);
            try (DeviceModel rtl = rtl(artefact, 0); DeviceModel noisy = rtl(artefact, 300);
                    DeviceModel functional = functional(artefact)) {
                Generation expected = generate(functional, prompt, 4);
                mustAgree(generate(rtl, prompt, 4), expected);
                mustAgree(generate(noisy, prompt, 4), expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fable", "stories260K"})
    void productsInPairsOfDsp48e2AgreeInEveryBit(String name) {
        ImportedModel model = model(name);
        int[] prompt = model.requireTokenizer().prompt("Once upon", true);
        Board.Machine machine = Boards.machine("sim256");
        for (WeightChoice weights : List.of(WeightChoice.INT8, new WeightChoice.Uniform(4))) {
            Artefact artefact = Workshop.make(model, new CompileOptions(machine.config().with(HardwareConfig.Products.DSP48E2),
                    machine.facts(), CompileOptions.DEFAULT_GROUP, weights), directory.resolve("paired-" + weights.text()));
            try (DeviceModel rtl = rtl(artefact, 0); DeviceModel noisy = rtl(artefact, 300);
                    DeviceModel functional = functional(artefact)) {
                Generation expected = generate(functional, prompt, 4);
                mustAgree(generate(rtl, prompt, 4), expected);
                mustAgree(generate(noisy, prompt, 4), expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void randomPausesOfTheMemoryChangeNothingButTime(String name, String board) {
        ImportedModel model = model(name);
        int[] prompt = model.requireTokenizer().prompt("Once", true);
        Artefact artefact = artefact(model, board);
        try (DeviceModel rtl = rtl(artefact, 300); DeviceModel functional = functional(artefact)) {
            mustAgree(generate(rtl, prompt, 3), generate(functional, prompt, 3));
        }
    }

    @Test
    void theLastPositionsOfTheContextAgree() {
        ImportedModel model = model("fable");
        int context = model.graph().context();
        int[] story = model.requireTokenizer().prompt("Tom was a clever boy who loved the park. ".repeat(60), true);
        int[] prompt = java.util.Arrays.copyOf(story, context - 3);
        Artefact artefact = artefact(model, "sim256");
        try (DeviceModel rtl = rtl(artefact, 0); DeviceModel functional = functional(artefact)) {
            Generation made = generate(rtl, prompt, 10);
            mustAgree(made, generate(functional, prompt, 10));
            assertThat(made.tokens()).hasSize(4);
            assertThat(made.stop()).isEqualTo(Generation.StopReason.CONTEXT);
        }
    }

    /** Weights, rows of tables, K and V, logits if they are asked for, at most 1 % of instructions: activations stay on chip. */
    private static void nothingElseCrossesThePort(Counters decode) {
        long read = decode.get(Counter.READ_WEIGHT_BYTES) + decode.get(Counter.READ_ROW_BYTES) + decode.get(Counter.READ_KV_BYTES)
                + decode.get(Counter.FETCH_BYTES);
        assertThat(decode.get(Counter.READ_BYTES)).isEqualTo(read);
        assertThat(decode.get(Counter.WRITE_BYTES)).isEqualTo(decode.get(Counter.WRITE_KV_BYTES) + decode.get(Counter.WRITE_LOGIT_BYTES));
        assertThat(decode.get(Counter.FETCH_BYTES)).isLessThanOrEqualTo(read / 100);
    }

    @Test
    void countersOfTheMachineAreThoseOfMemoryAndEmulator() {
        ImportedModel model = model("fable");
        int[] prompt = model.requireTokenizer().prompt("", true);
        Artefact artefact = artefact(model, "sim256");
        try (DeviceModel rtl = rtl(artefact, 0); DeviceModel functional = functional(artefact)) {
            Generation made = generate(rtl, prompt, 8);
            Generation expected = generate(functional, prompt, 8);
            RtlTransport transport = (RtlTransport) rtl.session().device().transport();
            assertThat(made.decode().get(Counter.READ_BYTES)).isEqualTo(transport.memoryReadBytes());
            assertThat(made.decode().get(Counter.WRITE_BYTES)).isEqualTo(transport.memoryWriteBytes());
            assertThat(made.decode().get(Counter.READ_BYTES) - made.decode().get(Counter.FETCH_BYTES))
                    .isEqualTo(expected.decode().get(Counter.READ_BYTES));
            for (Counter counter : List.of(Counter.WRITE_BYTES, Counter.READ_WEIGHT_BYTES, Counter.READ_ROW_BYTES, Counter.READ_KV_BYTES,
                    Counter.WRITE_KV_BYTES, Counter.WRITE_LOGIT_BYTES)) {
                assertThat(made.decode().get(counter)).as(counter.name()).isEqualTo(expected.decode().get(counter));
            }
            nothingElseCrossesThePort(made.decode());
            assertThat(made.decode().get(Counter.MACS)).isEqualTo(expected.decode().get(Counter.MACS));
            assertThat(made.decode().get(Counter.INSTRUCTIONS)).isEqualTo(expected.decode().get(Counter.INSTRUCTIONS));
        }
    }

    @Test
    void decodeOfTheShippedModelReachesItsRoofline() {
        ImportedModel model = model("fable");
        int[] prompt = model.requireTokenizer().prompt("", true);
        Artefact artefact = artefact(model, "sim256");
        try (DeviceModel rtl = rtl(artefact, 0)) {
            // Without logits: keeping them is traffic that decoding does not need.
            Generation made = rtl.generate(prompt, GenerateOptions.greedy(STEPS), token -> { });
            Measures measures = Measures.of(made, artefact.manifest());
            assertThat(measures.rooflineRatio()).isGreaterThanOrEqualTo(0.60).isLessThanOrEqualTo(1.0);
            assertThat(measures.trafficOverhead()).isLessThanOrEqualTo(1.10).isGreaterThanOrEqualTo(1.0);
        }
    }

    /** Half the bits, half the bytes: the counters of the machine see the smaller streams, and the step is shorter. */
    @Test
    void fourBitWeightsMoveHalfTheBytes() {
        ImportedModel model = model("fable");
        int[] prompt = model.requireTokenizer().prompt("", true);
        List<Measures> measures = Stream.of(WeightChoice.INT8, new WeightChoice.Uniform(4)).map(weights -> {
            Artefact artefact = artefact(model, "sim256", weights);
            try (DeviceModel rtl = rtl(artefact, 0)) {
                return Measures.of(rtl.generate(prompt, GenerateOptions.greedy(16), token -> { }), artefact.manifest());
            }
        }).toList();
        // 4.25 of 8.25 bits with scales; K, V and rows stay as they are.
        assertThat(measures.get(1).bytesPerToken() / measures.get(0).bytesPerToken()).isBetween(4.25 / 8.25, 0.54);
        assertThat(measures.get(1).trafficOverhead()).isBetween(1.0, 1.05);
        assertThat(measures.get(1).cyclesPerToken()).isLessThan(measures.get(0).cyclesPerToken());
    }
}
