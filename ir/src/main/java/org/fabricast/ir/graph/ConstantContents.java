package org.fabricast.ir.graph;

import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;

/** Checks the elements of a constant: finite, and exact in the declared element type. Reports the first of each kind. */
final class ConstantContents {

    private ConstantContents() {
    }

    static void check(Tensor tensor, List<Diagnostic> findings) {
        if (!tensor.hasData()) {
            return;
        }
        float[] data = tensor.data();
        DType dtype = tensor.type().dtype();
        int infinite = 0;
        int inexact = 0;
        int firstInfinite = -1;
        int firstInexact = -1;
        for (int i = 0; i < data.length; i++) {
            if (!Float.isFinite(data[i])) {
                firstInfinite = infinite++ == 0 ? i : firstInfinite;
            } else if (!dtype.represents(data[i])) {
                firstInexact = inexact++ == 0 ? i : firstInexact;
            }
        }
        report(tensor, ErrorCode.F2106, "finite numbers", infinite, firstInfinite, findings);
        report(tensor, ErrorCode.F2110, "numbers that are exact in " + dtype, inexact, firstInexact, findings);
    }

    private static void report(Tensor tensor, ErrorCode code, String expected, int count, int first,
            List<Diagnostic> findings) {
        if (count > 0) {
            findings.add(new Diagnostic(code, "$" + tensor.name(), expected,
                    count + " others, the first " + tensor.data()[first] + " at element " + first, ""));
        }
    }
}
