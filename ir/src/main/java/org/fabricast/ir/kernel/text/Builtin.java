package org.fabricast.ir.kernel.text;

import java.util.Optional;

/** Functions that the language itself knows; they are written like calls. */
sealed interface Builtin {

    /** The bits of any value as unsigned integer of its width. */
    record Bits() implements Builtin { }

    /** Bits taken as a type of the same width: {@code as_f32(u)}. */
    record As(Type type) implements Builtin { }

    /** a * b + c in binary32 with one rounding. */
    record Fma() implements Builtin { }

    /** Number of operands. */
    default int arity() {
        return switch (this) {
            case Bits b -> 1;
            case As b -> 1;
            case Fma b -> 3;
        };
    }

    static Optional<Builtin> of(String name) {
        return switch (name) {
            case "bits" -> Optional.of(new Bits());
            case "fma" -> Optional.of(new Fma());
            case String as when as.startsWith("as_") -> ExpressionBuilder.type(as.substring(3)).map(As::new);
            default -> Optional.empty();
        };
    }
}
