package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelFormat;
import org.fabricast.compiler.frontend.Provenance;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.build.OptGraph;
import org.fabricast.ir.graph.build.OptShape;
import org.fabricast.ir.image.Artefact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small OPT model with random weights and biases on a machine with the kernels it needs. */
class OptCosimTest {

    private static final long SEED = 175;

    @TempDir
    private Path directory;

    private static Graph graph() {
        Random random = new Random(SEED);
        OptShape shape = new OptShape(32, 96, 2, 4, 64, 40, 1e-5f, true);
        return OptGraph.build("small-opt", shape, OptionalInt.of(2), List.of(2), (name, type) -> {
            double deviation = type.rank() == 2 && !name.endsWith("table") ? 1 / Math.sqrt(type.dim(1)) : 0.5;
            float[] data = new float[(int) type.elements()];
            for (int i = 0; i < data.length; i++) {
                data[i] = (float) ((name.endsWith("norm.weight") ? 1 : 0) + deviation * random.nextGaussian());
            }
            return Optional.of(new Tensor(name, type, data));
        });
    }

    /** The prompt goes through in a chunk, then token by token. */
    @Test
    void rtlEqualsTheEmulatorInEveryBit() {
        ImportedModel model = new ImportedModel(graph(), Optional.empty(), Optional.empty(),
                new Provenance(ModelFormat.HUGGING_FACE, "OPTForCausalLM", List.of()));
        Board.Machine machine = Boards.machine("sim64");
        Artefact artefact = Workshop.make(model, new CompileOptions(machine.config(), machine.facts(),
                CompileOptions.DEFAULT_GROUP, new WeightChoice.Uniform(4)), directory.resolve("opt"));
        int[] prompt = {2, 17, 5, 60, 33};
        try (DeviceModel rtl = new DeviceOpener(System.getenv(), new RtlOptions(Optional.empty(), 100, 11), BuildListener.SILENT,
                cycles -> { }).open(artefact, DeviceKind.RTL);
                DeviceModel functional = DeviceOpener.quiet(Map.of()).open(artefact, DeviceKind.FUNCTIONAL)) {
            GenerateOptions options = GenerateOptions.greedy(4).withLogits();
            Generation expected = functional.generate(prompt, options, token -> { });
            Generation made = rtl.generate(prompt, options, token -> { });
            assertThat(made.tokens()).as("seed %d", SEED).isEqualTo(expected.tokens());
            assertThat(expected.logits()).isNotEmpty();
            for (int step = 0; step < expected.logits().size(); step++) {
                int[] bits = new int[expected.logits().get(step).length];
                int[] found = new int[bits.length];
                for (int i = 0; i < bits.length; i++) {
                    bits[i] = Float.floatToRawIntBits(expected.logits().get(step)[i]);
                    found[i] = Float.floatToRawIntBits(made.logits().get(step)[i]);
                }
                assertThat(found).as("seed %d, logits of step %d", SEED, step).isEqualTo(bits);
            }
        }
    }
}
