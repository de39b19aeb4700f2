package org.fabricast.ir.graph;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.ErrorCode;

/** Collects what is wrong with the operands of one operator, then refuses it once with everything. */
final class OpCheck {

    private final String op;
    private final List<IllTypedOp.Finding> findings = new ArrayList<>();

    OpCheck(String op) {
        this.op = op;
    }

    /** A binary32 vector of any length. */
    OpCheck vector(String role, TensorType type) {
        return require(ErrorCode.F2103, type.dtype() == DType.F32 && type.rank() == 1,
                role + " of type f32[n]", type.toString());
    }

    /** A binary32 vector of {@code length} elements. */
    OpCheck vector(String role, TensorType type, long length) {
        return require(ErrorCode.F2103,
                type.dtype() == DType.F32 && type.rank() == 1 && type.dim(0) == length,
                role + " of type f32[" + length + "]", type.toString());
    }

    /** A floating-point constant of one dimension and {@code length} elements. */
    OpCheck weightVector(String role, TensorType type, long length) {
        return require(ErrorCode.F2103,
                type.dtype().floating() && type.rank() == 1 && type.dim(0) == length,
                role + " of floating-point type with shape [" + length + "]", type.toString());
    }

    /** A floating-point constant of two dimensions. */
    OpCheck matrix(String role, TensorType type) {
        return require(ErrorCode.F2103, type.dtype().floating() && type.rank() == 2,
                role + " of floating-point type with shape [n, m]", type.toString());
    }

    /** A number that must be finite and greater than 0. */
    OpCheck positive(String role, double number) {
        return require(ErrorCode.F2109, number > 0 && Double.isFinite(number),
                role + " finite and greater than 0", String.valueOf(number));
    }

    /** A number that must be at least 1. */
    OpCheck atLeastOne(String role, int number) {
        return require(ErrorCode.F2109, number >= 1, role + " at least 1", String.valueOf(number));
    }

    OpCheck require(ErrorCode code, boolean holds, String expected, String found) {
        if (!holds) {
            findings.add(new IllTypedOp.Finding(code, expected, found));
        }
        return this;
    }

    /** Whether nothing was found so far; later rules may need earlier ones to hold. */
    boolean clean() {
        return findings.isEmpty();
    }

    void done() {
        if (!findings.isEmpty()) {
            throw new IllTypedOp(op, findings);
        }
    }
}
