package org.fabricast.ir.kernel.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.fabricast.ir.kernel.ScalarType;

/** Functions that reinterpret bits; they are written like calls. */
enum Builtin {
    /** The bits of any value as unsigned integer of its width. */
    BITS(Optional.empty()),
    /** 32 bits as binary32. */
    AS_F32(Optional.of(ScalarType.U32)),
    /** 16 bits as binary16. */
    AS_F16(Optional.of(ScalarType.unsigned(16)));

    private final Optional<ScalarType> hint;

    Builtin(Optional<ScalarType> hint) {
        this.hint = hint;
    }

    /** Type that a literal operand takes. */
    Optional<ScalarType> hint() {
        return hint;
    }

    static Optional<Builtin> of(String name) {
        return Arrays.stream(values()).filter(b -> b.name().toLowerCase(Locale.ROOT).equals(name)).findFirst();
    }
}
