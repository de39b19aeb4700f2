package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.diag.ErrorCode;

/** Typed fields of a configuration; what is missing or of the wrong type is a finding (F2009) and gives a stand-in. */
final class ConfigFields {

    private final String subject;
    private final JsonNode root;
    private final Findings findings;

    ConfigFields(String subject, JsonNode root, Findings findings) {
        this.subject = subject;
        this.root = root;
        this.findings = findings;
    }

    JsonNode node(String name) {
        return root.path(name);
    }

    /** Fields of an object inside this one. */
    ConfigFields inside(String name) {
        return new ConfigFields(subject + ", " + name, root.path(name), findings);
    }

    boolean has(String name) {
        return !root.path(name).isMissingNode() && !root.path(name).isNull();
    }

    long integer(String name) {
        return has(name) ? integer(name, 0) : missing(name, "an integer", 0L);
    }

    long integer(String name, long otherwise) {
        JsonNode node = root.path(name);
        if (!has(name)) {
            return otherwise;
        }
        boolean whole = node.isIntegralNumber() && node.canConvertToLong()
                || node.isFloatingPointNumber() && node.doubleValue() == Math.rint(node.doubleValue())
                        && Math.abs(node.doubleValue()) < 1e15;
        return whole ? node.longValue() : wrong(name, "an integer", otherwise);
    }

    double number(String name) {
        return has(name) ? number(name, 0) : missing(name, "a number", 0.0);
    }

    double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        return root.path(name).isNumber() ? root.path(name).doubleValue() : wrong(name, "a number", otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        return root.path(name).isBoolean() ? root.path(name).booleanValue() : wrong(name, "true or false", otherwise);
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        return root.path(name).isTextual() ? root.path(name).textValue() : wrong(name, "a text", otherwise);
    }

    /** A token id, or several, below {@code vocab}; none if the field is null, {@code otherwise} if it is missing. */
    List<Integer> tokens(String name, OptionalInt otherwise, long vocab) {
        JsonNode node = root.path(name);
        List<Integer> ids = new ArrayList<>();
        if (node.isMissingNode()) {
            otherwise.ifPresent(ids::add);
        } else if (!node.isNull()) {
            for (JsonNode id : node.isArray() ? node : List.of(node)) {
                if (id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0 && id.intValue() < vocab) {
                    ids.add(id.intValue());
                } else {
                    wrong(name, "token ids from 0 to " + (vocab - 1), 0);
                }
            }
        }
        return ids.stream().filter(id -> id < vocab).toList();
    }

    /** A finding about a field's value. */
    void unusable(String name, String expected) {
        wrong(name, expected, 0);
    }

    /** A finding about something the program cannot do. */
    void unsupported(String name, String expected) {
        findings.add(ErrorCode.F2011, subject + ", " + name, expected, shown(name).orElse("nothing"));
    }

    private <T> T missing(String name, String expected, T standIn) {
        findings.add(ErrorCode.F2009, subject + ", " + name, expected, "nothing");
        return standIn;
    }

    private <T> T wrong(String name, String expected, T standIn) {
        findings.add(ErrorCode.F2009, subject + ", " + name, expected, shown(name).orElse("nothing"));
        return standIn;
    }

    private Optional<String> shown(String name) {
        String text = root.path(name).toString();
        return Optional.of(text.length() <= 80 ? text : text.substring(0, 80) + "…").filter(s -> !s.isBlank());
    }
}
