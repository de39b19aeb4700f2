package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.assign.CalibrationSequences;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.compiler.sparse.NmPattern;
import org.fabricast.compiler.sparse.SparsityTarget;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.ir.Campaign;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.image.Artefact;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose weights are sparse and of mixed bits, from the compiler to the logits that the Verilog gives. */
class SparseModelCosimTest {

    private static final int GROUP = 128;
    private static final String PROMPT = "Once upon";

    @TempDir
    private Path directory;

    private Artefact artefact(ImportedModel model, WeightChoice weights, SparsityChoice sparsity) {
        Board.Machine machine = Boards.machine("sim256");
        CompileOptions options = new CompileOptions(machine.config().with(HardwareConfig.Products.SPARSE_DSP48E2), machine.facts(),
                GROUP, weights).with(sparsity);
        return Workshop.make(model, options, directory.resolve(sparsity.target().text().replace(':', '-')));
    }

    /** Every width somewhere. */
    private static WeightChoice mixed(ImportedModel model) {
        WeightPlan plan = WeightPlan.uniform(3, model.graph().layers());
        for (int matrix = 0; matrix < plan.bits().size(); matrix++) {
            plan = plan.with(matrix, WeightPlan.CHOICES.get((matrix + matrix / 4) % WeightPlan.CHOICES.size()));
        }
        return new WeightChoice.Given(plan);
    }

    /** Judged by a few words: that the right weights go is tested elsewhere. */
    private static SparsityChoice sparsity(ImportedModel model, SparsityTarget target) {
        int[] text = model.requireTokenizer().prompt("Once upon a time there was a little dog. He loved to play in the park.", true);
        return SparsityChoice.of(target).on(new CalibrationSequences("a sentence", List.of(Arrays.stream(text).boxed().toList())));
    }

    private static void mustAgree(Artefact artefact, int[] prompt, int tokens) {
        try (DeviceModel rtl = ModelCosimTest.rtl(artefact, 0); DeviceModel noisy = ModelCosimTest.rtl(artefact, 300);
                DeviceModel functional = DeviceOpener.quiet(Map.of()).open(artefact, DeviceKind.FUNCTIONAL)) {
            Generation expected = functional.generate(prompt, GenerateOptions.greedy(tokens).withLogits(), token -> { });
            Generation made = rtl.generate(prompt, GenerateOptions.greedy(tokens).withLogits(), token -> { });
            ModelCosimTest.mustAgree(made, expected);
            ModelCosimTest.mustAgree(noisy.generate(prompt, GenerateOptions.greedy(tokens).withLogits(), token -> { }), expected);
            assertThat(made.decode().get(Counter.MACS)).isEqualTo(expected.decode().get(Counter.MACS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fable", "stories260K"})
    void halfTheWeightsOfMixedBitsAgreeInEveryBit(String name) {
        ImportedModel model = ModelCosimTest.model(name);
        int[] prompt = model.requireTokenizer().prompt(PROMPT, true);
        mustAgree(artefact(model, mixed(model), sparsity(model, new SparsityTarget.Fixed(new NmPattern(8, 16)))), prompt, 2);
    }

    /** Blocks of 0, 2, 4, 8 and 16 beside each other, known from their descriptors alone. */
    @ParameterizedTest
    @ValueSource(strings = {"fable", "stories260K"})
    void blocksOfAllKindsAgreeInEveryBit(String name) {
        ImportedModel model = ModelCosimTest.model(name);
        int[] prompt = model.requireTokenizer().prompt(PROMPT, true);
        mustAgree(artefact(model, new WeightChoice.Uniform(4),
                sparsity(model, new SparsityTarget.Blockwise(0.4, SparsityTarget.Scope.MODEL))), prompt, 2);
    }

    /** As the command line has it: bits and weights chosen on text that the model generates. */
    @ParameterizedTest
    @ValueSource(strings = {"fable", "stories260K"})
    void mixedAtThreeAndAHalfBitsAndHalfTheWeightsGenerateAStoryAlike(String name) {
        if (Campaign.runs("generation of " + name + " at 8:16 and 3.5 bits on RTL")) {
            ImportedModel model = ModelCosimTest.model(name);
            int[] prompt = model.requireTokenizer().prompt("Once upon a time", true);
            mustAgree(artefact(model, new WeightChoice.Mixed(3.5, Optional.empty()),
                    SparsityChoice.of(new SparsityTarget.Fixed(new NmPattern(8, 16)))), prompt, 32);
        }
    }
}
