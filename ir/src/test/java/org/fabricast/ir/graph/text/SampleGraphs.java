package org.fabricast.ir.graph.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.ModelFacts;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.Value;
import org.fabricast.ir.graph.build.GraphBuilder;
import org.fabricast.ir.graph.build.LlamaGraph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.RandomWeights;
import org.fabricast.ir.graph.build.RotaryShape;
import org.fabricast.ir.graph.build.WeightSource;

/** Graphs for round trips. */
final class SampleGraphs {

    private static final FrequencyScaling SCALING = new FrequencyScaling(8, 1, 4, 8192);

    private SampleGraphs() {
    }

    static LlamaShape llamaShape() {
        return new LlamaShape(12, 20, 2, 3, 1, 4, 9, 16, 1e-6f, 500_000, RotaryStyle.HALF, Optional.of(SCALING), false);
    }

    static Graph llama(WeightSource weights) {
        return LlamaGraph.build("llama é", llamaShape(), OptionalInt.of(1), List.of(2, 3), weights);
    }

    static Graph llama() {
        return llama(new RandomWeights(5, true));
    }

    /** Every operator, every optional part, and the numbers that are hard to print. */
    static Graph everything() {
        GraphBuilder b = new GraphBuilder("everything", 4, 3);
        Tensor table = Tensor.f32("table", new float[] {0f, -0f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE,
            -Float.MAX_VALUE, 0.1f, 1f / 3, 1, -1, 16777216, 1e-10f, 1e10f, 3.1415927f, -2.5f, 0x1.fffffep-127f}, 4, 4);
        Tensor gain = new Tensor("gain", TensorType.of(DType.F16, 4), new float[] {1, 65504, 0x1p-24f, -0.5f});
        Tensor bias = new Tensor("bias", TensorType.of(DType.BF16, 4), new float[] {0x1.fep127f, 0, 1, -1});
        Value x = b.embedding("x", table);
        Value p = b.learnedPosition("p/0", Tensor.f32("positions", new float[12], 3, 4));
        Value s = b.add("s-1", x, p);
        Value n = b.layerNorm("n", s, gain, bias, 1.0E-12f);
        Value r = b.rotary("r", n, new RotaryShape(RotaryStyle.INTERLEAVED, 4, 2, 1e4 / 3, Optional.empty()));
        Value a = b.attention("a", r, r, n, 1, 1, 4);
        Value m = b.rmsNorm("m", a, gain, 0.1f);
        Value g = b.activation("g", m, ActivationFunction.GELU_TANH);
        Value h = b.multiply("h", g, b.activation("h.0", m, ActivationFunction.RELU));
        Value y = b.linear("y", h, table, Optional.of(bias));
        return b.build(new ModelFacts(OptionalInt.empty(), List.of(), true), y);
    }
}
