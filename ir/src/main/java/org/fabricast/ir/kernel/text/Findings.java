package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Collects what is wrong with a source text, in the order it was found. */
final class Findings {

    private final List<Diagnostic> diagnostics = new ArrayList<>();

    void add(ErrorCode code, SourceFile.Position at, String expected, String found, String hint) {
        diagnostics.add(new Diagnostic(code, at.text(), expected, found, hint + "\n" + at.excerpt()));
    }

    /** Ends the compilation if anything was found. */
    void throwIfAny() {
        if (!diagnostics.isEmpty()) {
            throw new FabricastException(diagnostics);
        }
    }
}
