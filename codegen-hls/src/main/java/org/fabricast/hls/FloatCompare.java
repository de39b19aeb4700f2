package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.rtl.kernel.Routine;

/**
 * Comparison of binary32 or binary16 values as gate logic: signs, then magnitudes; unordered is false, both zeros are
 * equal.
 */
enum FloatCompare {
    LESS("less", "less && !zero"),
    LESS_OR_EQUAL("less_or_equal", "less || zero || (a == b)"),
    EQUAL("equal", "zero || (a == b)");

    private final String relation;
    private final String result;

    FloatCompare(String relation, String result) {
        this.relation = relation;
        this.result = result;
    }

    /** The comparison an operator stands for. */
    static FloatCompare of(OpCode opcode) {
        return opcode == OpCode.FLT ? LESS : opcode == OpCode.FLE ? LESS_OR_EQUAL : EQUAL;
    }

    /** Call of the comparison's function, which is added to {@code routines} at its first use. */
    String call(int bits, String a, String b, Map<String, Routine> routines) {
        String function = (bits == 16 ? "half_" : "float_") + relation;
        int sign = bits - 1;
        int fraction = bits == 16 ? 10 : 23;
        String exponents = "[" + (sign - 1) + ":" + fraction + "]";
        String fractions = "[" + (fraction - 1) + ":0]";
        String magnitudes = "[" + (sign - 1) + ":0]";
        List<String> locals = new ArrayList<>(List.of("unordered", "zero"));
        List<String> statements = new ArrayList<>(List.of(
                "unordered = ((&a" + exponents + ") && (|a" + fractions + ")) || ((&b" + exponents + ") && (|b" + fractions + "));",
                "zero = !(|a" + magnitudes + ") && !(|b" + magnitudes + ");"));
        if (this != EQUAL) {
            locals.add("less");
            statements.add("less = (a[" + sign + "] != b[" + sign + "]) ? a[" + sign + "] : a[" + sign + "] ? (b" + magnitudes
                    + " < a" + magnitudes + ") : (a" + magnitudes + " < b" + magnitudes + ");");
        }
        statements.add(function + " = !unordered && (" + result + ");");
        String range = Verilog.range(bits);
        routines.computeIfAbsent(function, n -> new Routine("", n, List.of(range + "a", range + "b"), locals, statements));
        return function + "(" + a + ", " + b + ")";
    }
}
