package org.fabricast.hls.testbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a value is drawn from. {@code * / %} bind tighter than {@code + -}, and those tighter than {@code ..}. */
final class DrawParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(0x[0-9a-fA-F]+|\\d+(?:\\.(?!\\.)\\d*)?(?:[eE][-+]?\\d+)?|[A-Za-z_]\\w*|\\.\\.|[-+*/%(),])\\s*");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    DrawParser(String text) {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (end < text.length()) {
            throw new IllegalArgumentException("\"" + text + "\", not understood from \"" + text.substring(end) + "\" on");
        }
    }

    Draw draw() {
        List<Draw.Choice> choices = new ArrayList<>();
        do {
            Formula low = sum();
            Optional<Formula> high = take("..") ? Optional.of(sum()) : Optional.empty();
            if (high.isPresent() && low.names().isEmpty() && high.get().names().isEmpty()
                    && low.value(Map.of(), false) > high.get().value(Map.of(), false)) {
                throw new IllegalArgumentException("\"" + text + "\", where a range ends below its beginning");
            }
            choices.add(new Draw.Choice(low, high));
        } while (take(","));
        if (at < tokens.size()) {
            throw wrong("the end");
        }
        return new Draw(choices);
    }

    private Formula sum() {
        Formula value = product();
        while (true) {
            if (take("+")) {
                value = new Formula.Binary(Formula.Operator.ADD, value, product());
            } else if (take("-")) {
                value = new Formula.Binary(Formula.Operator.SUBTRACT, value, product());
            } else {
                return value;
            }
        }
    }

    private Formula product() {
        Formula value = factor();
        while (true) {
            if (take("*")) {
                value = new Formula.Binary(Formula.Operator.MULTIPLY, value, factor());
            } else if (take("/")) {
                value = new Formula.Binary(Formula.Operator.DIVIDE, value, factor());
            } else if (take("%")) {
                value = new Formula.Binary(Formula.Operator.REMAINDER, value, factor());
            } else {
                return value;
            }
        }
    }

    private Formula factor() {
        if (take("-")) {
            return new Formula.Binary(Formula.Operator.MULTIPLY, new Formula.Number(-1), factor());
        }
        if (take("(")) {
            Formula inner = sum();
            if (!take(")")) {
                throw wrong(")");
            }
            return inner;
        }
        if (at == tokens.size() || !tokens.get(at).matches("\\w.*")) {
            throw wrong("a number, a name or (");
        }
        String token = tokens.get(at++);
        if (token.startsWith("0x")) {
            return new Formula.Number(Long.parseUnsignedLong(token.substring(2), 16));
        }
        return switch (token) {
            case "inf" -> new Formula.Number(Double.POSITIVE_INFINITY);
            case "nan" -> new Formula.Number(Double.NaN);
            default -> Character.isDigit(token.charAt(0)) ? new Formula.Number(Double.parseDouble(token))
                    : new Formula.Name(token);
        };
    }

    private boolean take(String token) {
        boolean there = at < tokens.size() && tokens.get(at).equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("\"" + text + "\", where " + expected + " was expected "
                + (at < tokens.size() ? "instead of \"" + tokens.get(at) + "\"" : "at the end"));
    }
}
