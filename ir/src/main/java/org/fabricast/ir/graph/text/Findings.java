package org.fabricast.ir.graph.text;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Collects what is wrong with one text, each finding with its place. Lines and columns count from 1. */
final class Findings {

    private final String source;
    private final List<Diagnostic> all = new ArrayList<>();

    /** @param source name of the text, first part of every place */
    Findings(String source) {
        this.source = source;
    }

    void report(ErrorCode code, Token at, String expected, String found) {
        report(code, at.getLine(), at.getCharPositionInLine(), "", expected, found);
    }

    /** As above, naming the {@code subject} that stands there. */
    void report(ErrorCode code, Token at, String subject, String expected, String found) {
        report(code, at.getLine(), at.getCharPositionInLine(), " " + subject, expected, found);
    }

    /** Place as ANTLR counts it: columns from 0. */
    void report(ErrorCode code, int line, int column, String subject, String expected, String found) {
        all.add(new Diagnostic(code, source + ":" + line + ":" + (column + 1) + subject, expected, found, ""));
    }

    int count() {
        return all.size();
    }

    /** Errors: all findings, if there are any. */
    void throwIfAny() {
        if (!all.isEmpty()) {
            throw new FabricastException(all);
        }
    }
}
