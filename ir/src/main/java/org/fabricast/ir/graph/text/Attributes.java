package org.fabricast.ir.graph.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.ErrorCode;

/**
 * The named values of one statement. The reader asks for each by name and kind and ends with {@link #finish}; what is
 * missing, of another kind, twice there, or not asked for is reported. In place of a bad one stands a harmless value,
 * so that reading goes on; nothing is made from it, because there is a finding.
 */
final class Attributes {

    private final Token place;
    private final Findings findings;
    private final Numbers numbers;
    private final Map<String, FirParser.ValueContext> open = new LinkedHashMap<>();
    private final Map<String, Token> names = new LinkedHashMap<>();

    /** @param place where a missing attribute is reported */
    Attributes(Token place, Findings findings) {
        this.place = place;
        this.findings = findings;
        this.numbers = new Numbers(findings);
    }

    void add(Token name, FirParser.ValueContext value) {
        if (names.putIfAbsent(name.getText(), name) != null) {
            findings.report(ErrorCode.F2203, name, name.getText() + " once", "a second one");
        } else {
            open.put(name.getText(), value);
        }
    }

    void addAll(FirParser.AttributesContext attributes) {
        if (attributes != null) {
            attributes.attribute().forEach(attribute -> add(attribute.WORD().getSymbol(), attribute.value()));
        }
    }

    boolean has(String name) {
        return open.containsKey(name);
    }

    /** Where {@code name} stands, if it does. */
    Optional<Token> place(String name) {
        return Optional.ofNullable(names.get(name));
    }

    int integer(String name) {
        return number(name).map(numbers::integer).orElse(1);
    }

    float binary32(String name) {
        return number(name).map(numbers::binary32).orElse(1f);
    }

    double binary64(String name) {
        return number(name).map(numbers::binary64).orElse(1.0);
    }

    List<Integer> integers(String name) {
        return take(name, "[n, …]", value -> value.numbers() != null)
                .map(value -> numbers.integers(value.numbers().NUMBER())).orElse(List.of());
    }

    <E extends Enum<E>> E choice(String name, E[] choices) {
        return choice(name, Stream.of(choices).collect(
                Collectors.toMap(AttributePrinter::word, choice -> choice, (a, b) -> a, LinkedHashMap::new)));
    }

    boolean truth(String name) {
        Map<String, Boolean> choices = new LinkedHashMap<>();
        choices.put("true", true);
        choices.put("false", false);
        return choice(name, choices);
    }

    /** Requires {@code name = word}, the only choice there is. */
    void only(String name, String word) {
        choice(name, Map.of(word, word));
    }

    /** Reports what nobody asked for. */
    void finish(String owner) {
        open.keySet().forEach(name ->
                findings.report(ErrorCode.F2202, names.get(name), "an attribute of " + owner, name));
        open.clear();
    }

    private <T> T choice(String name, Map<String, T> choices) {
        T first = choices.values().iterator().next();
        String all = String.join(", ", choices.keySet());
        Optional<FirParser.ValueContext> value =
                take(name, "one of " + all, v -> v.WORD() != null);
        if (value.isEmpty()) {
            return first;
        }
        T chosen = choices.get(value.get().WORD().getText());
        if (chosen == null) {
            findings.report(ErrorCode.F2202, value.get().getStart(), "one of " + all, value.get().getText());
            return first;
        }
        return chosen;
    }

    private Optional<Token> number(String name) {
        return take(name, "a number", value -> value.NUMBER() != null).map(value -> value.NUMBER().getSymbol());
    }

    private Optional<FirParser.ValueContext> take(String name, String kind,
            Predicate<FirParser.ValueContext> fits) {
        FirParser.ValueContext value = open.remove(name);
        if (value == null) {
            if (!names.containsKey(name)) {
                findings.report(ErrorCode.F2203, place, name + " = " + kind, "none");
            }
            return Optional.empty();
        }
        if (!fits.test(value)) {
            findings.report(ErrorCode.F2203, value.getStart(), name + " = " + kind, value.getText());
            return Optional.empty();
        }
        return Optional.of(value);
    }
}
