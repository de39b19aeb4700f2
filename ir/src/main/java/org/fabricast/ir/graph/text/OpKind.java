package org.fabricast.ir.graph.text;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fabricast.ir.graph.Activation;
import org.fabricast.ir.graph.Add;
import org.fabricast.ir.graph.Attention;
import org.fabricast.ir.graph.Embedding;
import org.fabricast.ir.graph.LayerNorm;
import org.fabricast.ir.graph.LearnedPosition;
import org.fabricast.ir.graph.Linear;
import org.fabricast.ir.graph.Multiply;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.RmsNorm;
import org.fabricast.ir.graph.Rotary;

/** The operators' words and how many operands each takes. */
public enum OpKind {
    EMBEDDING("embedding", 0, 1, 1),
    LEARNED_POSITION("learned-position", 0, 1, 1),
    RMS_NORM("rms-norm", 1, 1, 1),
    LAYER_NORM("layer-norm", 1, 2, 2),
    LINEAR("linear", 1, 1, 2),
    ROTARY("rotary", 1, 0, 0),
    ATTENTION("attention", 3, 0, 0),
    ACTIVATION("activation", 1, 0, 0),
    MULTIPLY("multiply", 2, 0, 0),
    ADD("add", 2, 0, 0);

    private final String text;
    private final int values;
    private final int leastConstants;
    private final int mostConstants;

    OpKind(String text, int values, int leastConstants, int mostConstants) {
        this.text = text;
        this.values = values;
        this.leastConstants = leastConstants;
        this.mostConstants = mostConstants;
    }

    /** The kind of {@code op}. */
    public static OpKind of(Op op) {
        return switch (op) {
            case Embedding e -> EMBEDDING;
            case LearnedPosition p -> LEARNED_POSITION;
            case RmsNorm n -> RMS_NORM;
            case LayerNorm n -> LAYER_NORM;
            case Linear l -> LINEAR;
            case Rotary r -> ROTARY;
            case Attention a -> ATTENTION;
            case Activation a -> ACTIVATION;
            case Multiply m -> MULTIPLY;
            case Add a -> ADD;
        };
    }

    static Optional<OpKind> find(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(OpKind::text).collect(Collectors.joining(", "));
    }

    /** The word in the textual form. */
    public String text() {
        return text;
    }

    boolean takes(int valueCount, int constantCount) {
        return valueCount == values && constantCount >= leastConstants && constantCount <= mostConstants;
    }

    /** What the operator takes, for a message. */
    String operands() {
        String constants = leastConstants == mostConstants ? "" + leastConstants : leastConstants + " or " + mostConstants;
        return values + " values, then " + constants + " constants";
    }
}
