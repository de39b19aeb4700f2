package org.fabricast.ir.graph.text;

import java.util.Locale;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;

/**
 * Prints the attributes of an operator. Numbers are Java's shortest decimal that reads back to the same bits, so the
 * form stays exact and readable.
 */
final class AttributePrinter {

    private AttributePrinter() {
    }

    static String of(Op op) {
        return switch (op) {
            case RmsNorm n -> " {eps = " + n.eps() + "}";
            case LayerNorm n -> " {eps = " + n.eps() + "}";
            case Rotary r -> rotary(r);
            case Attention a -> " {layer = " + a.layer() + ", heads = " + a.heads() + ", kvHeads = " + a.kvHeads()
                    + ", headDim = " + a.headDim() + ", context = " + a.context() + ", scale = " + a.scale() + "}";
            case Activation a -> " {function = " + word(a.function()) + "}";
            case Embedding e -> "";
            case LearnedPosition p -> "";
            case Linear l -> "";
            case Multiply m -> "";
            case Add a -> "";
        };
    }

    private static String rotary(Rotary r) {
        return " {style = " + word(r.style()) + ", headDim = " + r.headDim() + ", rotaryDim = " + r.rotaryDim()
                + ", theta = " + r.theta() + r.scaling().map(AttributePrinter::scaling).orElse("") + "}";
    }

    private static String scaling(FrequencyScaling s) {
        return ", scaling = llama3, factor = " + s.factor() + ", lowFrequencyFactor = " + s.lowFrequencyFactor()
                + ", highFrequencyFactor = " + s.highFrequencyFactor() + ", originalContext = " + s.originalContext();
    }

    /** How a choice is spelled in the text: {@code GELU_TANH} is {@code gelu-tanh}. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
