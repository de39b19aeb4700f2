package org.fabricast.compiler.frontend;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Collects what is wrong with a model, so that the user hears all of it at once. */
public final class Findings {

    private final List<Diagnostic> list = new ArrayList<>();

    /** One more finding. */
    public void add(ErrorCode code, String subject, String expected, String found) {
        add(code, subject, expected, found, "");
    }

    /** One more finding, with a hint. */
    public void add(ErrorCode code, String subject, String expected, String found, String hint) {
        list.add(new Diagnostic(code, subject, expected, found, hint));
    }

    /** All findings of a refusal. */
    public void addAll(List<Diagnostic> diagnostics) {
        list.addAll(diagnostics);
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** What was found, in order. */
    public List<Diagnostic> list() {
        return List.copyOf(list);
    }

    /** Ends the operation if anything is wrong. */
    public void throwIfAny() {
        if (!list.isEmpty()) {
            throw new FabricastException(list);
        }
    }
}
