package org.fabricast.ir.graph.text;

import java.util.List;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.ActivationFunction;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.ConstantRef;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.Value;

/** Makes an operator from its word, resolved operands and attributes. */
final class OpReader {

    private final Findings findings;

    OpReader(Findings findings) {
        this.findings = findings;
    }

    /** The operator; throws {@code IllTypedOp} for operands it refuses. The counts of operands fit the kind. */
    Op read(OpKind kind, List<Value> values, List<ConstantRef> constants, Attributes attributes) {
        return switch (kind) {
            case EMBEDDING -> new Embedding(constants.get(0));
            case LEARNED_POSITION -> new LearnedPosition(constants.get(0));
            case RMS_NORM -> new RmsNorm(values.get(0), constants.get(0), attributes.binary32("eps"));
            case LAYER_NORM -> new LayerNorm(values.get(0), constants.get(0), constants.get(1),
                    attributes.binary32("eps"));
            case LINEAR -> new Linear(values.get(0), constants.get(0), constants.stream().skip(1).findFirst());
            case ROTARY -> new Rotary(values.get(0), attributes.choice("style", RotaryStyle.values()),
                    attributes.integer("headDim"), attributes.integer("rotaryDim"), attributes.binary64("theta"),
                    scaling(attributes));
            case ATTENTION -> new Attention(values.get(0), values.get(1), values.get(2),
                    attributes.integer("layer"), attributes.integer("heads"), attributes.integer("kvHeads"),
                    attributes.integer("headDim"), attributes.integer("context"), attributes.binary32("scale"));
            case ACTIVATION -> new Activation(values.get(0),
                    attributes.choice("function", ActivationFunction.values()));
            case MULTIPLY -> new Multiply(values.get(0), values.get(1));
            case ADD -> new Add(values.get(0), values.get(1));
        };
    }

    private Optional<FrequencyScaling> scaling(Attributes attributes) {
        if (!attributes.has("scaling")) {
            return Optional.empty();
        }
        attributes.only("scaling", "llama3");
        double factor = attributes.binary64("factor");
        double low = attributes.binary64("lowFrequencyFactor");
        double high = attributes.binary64("highFrequencyFactor");
        int context = attributes.integer("originalContext");
        try {
            return Optional.of(new FrequencyScaling(factor, low, high, context));
        } catch (IllegalArgumentException refused) {
            attributes.place("scaling").ifPresent(at -> findings.report(ErrorCode.F2109, at,
                    "factor >= 1, 0 < lowFrequencyFactor < highFrequencyFactor, originalContext >= 1",
                    factor + ", " + low + ", " + high + ", " + context));
            return Optional.empty();
        }
    }
}
