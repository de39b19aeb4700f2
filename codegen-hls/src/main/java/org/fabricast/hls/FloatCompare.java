package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.rtl.kernel.Routine;

/** Comparison of binary32 values as gate logic: signs, then magnitudes; unordered is false, both zeros are equal. */
enum FloatCompare {
    LESS("float_less", "less && !zero"),
    LESS_OR_EQUAL("float_less_or_equal", "less || zero || (a == b)"),
    EQUAL("float_equal", "zero || (a == b)");

    private static final String MAGNITUDES = "less = (a[31] != b[31]) ? a[31] : a[31] ? (b[30:0] < a[30:0]) : (a[30:0] < b[30:0]);";

    private final String function;
    private final String result;

    FloatCompare(String function, String result) {
        this.function = function;
        this.result = result;
    }

    /** The comparison an operator stands for. */
    static FloatCompare of(OpCode opcode) {
        return opcode == OpCode.FLT ? LESS : opcode == OpCode.FLE ? LESS_OR_EQUAL : EQUAL;
    }

    /** Call of the comparison's function, which is added to {@code routines} at its first use. */
    String call(String a, String b, Map<String, Routine> routines) {
        List<String> locals = new ArrayList<>(List.of("unordered", "zero"));
        List<String> statements = new ArrayList<>(List.of(
                "unordered = ((&a[30:23]) && (|a[22:0])) || ((&b[30:23]) && (|b[22:0]));",
                "zero = !(|a[30:0]) && !(|b[30:0]);"));
        if (this != EQUAL) {
            locals.add("less");
            statements.add(MAGNITUDES);
        }
        statements.add(function + " = !unordered && (" + result + ");");
        routines.computeIfAbsent(function, n -> new Routine("", n, List.of("[31:0] a", "[31:0] b"), locals, statements));
        return function + "(" + a + ", " + b + ")";
    }
}
