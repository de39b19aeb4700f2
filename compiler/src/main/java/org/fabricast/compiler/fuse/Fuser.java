package org.fabricast.compiler.fuse;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;

/**
 * Pass: groups the operators of a pre-norm decoder by walking from the logits back to the embedding. A graph with a LayerNorm is looked
 * at as one of the OPT family, any other as one of the LLaMA family.
 *
 * <p>Requires: a graph without findings. Establishes: every node belongs to exactly one fused group; layers differ in their
 * weights alone, since one loop of the program serves all of them.
 *
 * <p>Errors: F2301 for each operator the machine has no kernel for (all of them, by name), F2302 where the structure is
 * another one.
 */
public final class Fuser {

    private static final String GATED =
            "RMSNorm, Linear without bias, whole-head Rotary, Attention, SiLU-gated feed-forward, residual Add";
    private static final String BIASED =
            "LayerNorm, learned positions, Linear, Attention, feed-forward with ReLU, residual Add";

    private Fuser() {
    }

    /** Groups the operators of {@code graph}. */
    public static FusedModel fuse(Graph graph) {
        boolean biased = graph.nodes().stream().anyMatch(node -> node.op() instanceof LayerNorm);
        List<Diagnostic> unsupported = new ArrayList<>();
        for (Node node : graph.nodes()) {
            String what = biased ? notBiased(node.op()) : notGated(node.op());
            if (!what.isEmpty()) {
                unsupported.add(new Diagnostic(ErrorCode.F2301, "operator " + node.name(), biased ? BIASED : GATED, what,
                        "This model runs on --device reference only."));
            }
        }
        if (!unsupported.isEmpty()) {
            throw new FabricastException(unsupported);
        }
        return biased ? BiasedReluFuser.fuse(graph) : RotaryGatedFuser.fuse(graph);
    }

    private static String notGated(Op op) {
        return switch (op) {
            case LayerNorm norm -> "LayerNorm";
            case LearnedPosition position -> "learned positions";
            case Activation activation ->
                    activation.function() == ActivationFunction.SILU ? "" : "activation " + activation.function();
            case Linear linear -> linear.bias().isPresent() ? "Linear with a bias" : "";
            case Rotary rotary -> rotary.rotaryDim() == rotary.headDim() ? ""
                    : "rotary over " + rotary.rotaryDim() + " of " + rotary.headDim() + " elements";
            case Embedding embedding -> "";
            case RmsNorm norm -> "";
            case Attention attention -> "";
            case Multiply multiply -> "";
            case Add add -> "";
        };
    }

    private static String notBiased(Op op) {
        return switch (op) {
            case Activation activation ->
                    activation.function() == ActivationFunction.RELU ? "" : "activation " + activation.function();
            case Rotary rotary -> "rotary embedding";
            case RmsNorm norm -> "RMSNorm";
            case Multiply multiply -> "a product of activations";
            case LayerNorm norm -> "";
            case LearnedPosition position -> "";
            case Linear linear -> "";
            case Embedding embedding -> "";
            case Attention attention -> "";
            case Add add -> "";
        };
    }
}
