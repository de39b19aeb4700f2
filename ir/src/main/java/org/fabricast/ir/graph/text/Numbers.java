package org.fabricast.ir.graph.text;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.fabricast.diag.ErrorCode;

/** Reads numbers; reports those that do not fit and then goes on with 1. */
final class Numbers {

    private final Findings findings;

    Numbers(Findings findings) {
        this.findings = findings;
    }

    int integer(Token token) {
        try {
            return Integer.parseInt(token.getText());
        } catch (NumberFormatException notAnInteger) {
            findings.report(ErrorCode.F2204, token, "an integer of 32 bits", token.getText());
            return 1;
        }
    }

    long offset(Token token) {
        try {
            long offset = Long.parseLong(token.getText());
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException notAnInteger) {
            // reported below, like a negative one
        }
        findings.report(ErrorCode.F2204, token, "a byte offset", token.getText());
        return 0;
    }

    float binary32(Token token) {
        return switch (token.getText()) {
            case "nan" -> Float.NaN;
            case "inf" -> Float.POSITIVE_INFINITY;
            case "-inf" -> Float.NEGATIVE_INFINITY;
            default -> finite(token, Float.parseFloat(token.getText()));
        };
    }

    private float finite(Token token, float value) {
        if (Float.isInfinite(value)) {
            findings.report(ErrorCode.F2204, token, "a number in the range of binary32", token.getText());
            return 1;
        }
        return value;
    }

    double binary64(Token token) {
        return switch (token.getText()) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(token.getText());
        };
    }

    float[] binary32(List<TerminalNode> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = binary32(numbers.get(i).getSymbol());
        }
        return values;
    }

    List<Integer> integers(List<TerminalNode> numbers) {
        return numbers.stream().map(number -> integer(number.getSymbol())).toList();
    }
}
