package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Collects what is wrong with a source text; told in the order of the text. */
final class Findings {

    private record Finding(SourceFile.Position at, Diagnostic diagnostic) { }

    private final List<Finding> findings = new ArrayList<>();

    void add(ErrorCode code, SourceFile.Position at, String expected, String found, String hint) {
        findings.add(new Finding(at, new Diagnostic(code, at.text(), expected, found, hint + "\n" + at.excerpt())));
    }

    /** Ends the compilation if anything was found. */
    void throwIfAny() {
        if (!findings.isEmpty()) {
            Comparator<Finding> inText = Comparator.comparingInt((Finding f) -> f.at.line()).thenComparingInt(f -> f.at.column());
            throw new FabricastException(findings.stream().sorted(inText).map(Finding::diagnostic).toList());
        }
    }
}
