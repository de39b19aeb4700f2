package org.fabricast.compiler.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.evaluate.DequantisedGraph;
import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.compiler.evaluate.Perplexity;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.ir.graph.interpret.ReferenceInterpreter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On evaluation text, which nothing was calibrated on. */
@Tag("long")
class PlanQualityTest {

    private static final int GROUP = 64;

    private static ImportedModel model(String name) {
        return name.equals("fable") ? ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty())
                : ModelLoader.load(SharedFiles.shared("models/stories260K/stories260K.bin"),
                        Optional.of(SharedFiles.shared("models/stories260K/tok512.bin")));
    }

    /** 4 bits from one matrix on and 3 before it, or the other way round, as near to the average as that comes from above. */
    private static WeightPlan halves(List<WeightMatrix> matrices, double average, boolean greatFirst) {
        WeightPlan plan = WeightPlan.uniform(3, matrices.size() / 4);
        for (int i = 0; i < matrices.size() && plan.average(matrices) < average; i++) {
            plan = plan.with(greatFirst ? i : matrices.size() - 1 - i, 4);
        }
        return plan;
    }

    @ParameterizedTest
    @CsvSource({"fable, fable_valid.txt, 8", "stories260K, tinystories_sample.txt, 2"})
    void atThreeAndAHalfBitsTheMeasuredPlanBeatsPlansOfTheSameSizeThatNobodyMeasured(String name, String text, int sequences)
            throws IOException {
        ImportedModel model = model(name);
        FusedModel fused = Fuser.fuse(model.graph());
        List<WeightMatrix> matrices = WeightMatrix.of(fused);
        List<int[]> scored = EvaluationText.sequences(Files.readString(SharedFiles.shared("text/" + text)),
                model.requireTokenizer(), true, model.graph().context()).subList(0, sequences);
        WeightPlan measured = Assigner.assign(fused, GROUP, new WeightChoice.Mixed(3.5, Optional.empty())).plan();
        assertThat(measured.average(matrices)).isBetween(3.4, 3.5);
        double nll = nll(model, measured, scored);
        List<Double> others = new ArrayList<>();
        for (WeightPlan plan : List.of(halves(matrices, 3.5, true), halves(matrices, 3.5, false))) {
            assertThat(plan.average(matrices)).isGreaterThanOrEqualTo(measured.average(matrices));
            others.add(nll(model, plan, scored));
        }
        assertThat(others).as("mean NLL %s of the measured plan, %s", nll, measured).allMatch(other -> other > nll);
    }

    private static double nll(ImportedModel model, WeightPlan plan, List<int[]> sequences) {
        var graph = DequantisedGraph.of(model.graph(), GROUP, plan);
        return Perplexity.of(sequences, () -> new ReferenceInterpreter(graph)::step).meanNll();
    }
}
