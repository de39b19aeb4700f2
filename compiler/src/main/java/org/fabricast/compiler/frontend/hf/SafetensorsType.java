package org.fabricast.compiler.frontend.hf;

import java.util.Arrays;
import java.util.Optional;
import org.fabricast.ir.graph.DType;

/** Element types of the safetensors format; those of weights have one of ours. */
enum SafetensorsType {
    BOOL(1), U8(1), I8(1), F8_E4M3(1), F8_E5M2(1), U16(2), I16(2), F16(2), BF16(2), U32(4), I32(4), F32(4), U64(8), I64(8),
    F64(8);

    private final int bytes;

    SafetensorsType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    /** The element type of weights that can be imported. */
    Optional<DType> weightType() {
        return switch (this) {
            case F32 -> Optional.of(DType.F32);
            case F16 -> Optional.of(DType.F16);
            case BF16 -> Optional.of(DType.BF16);
            case BOOL, U8, I8, F8_E4M3, F8_E5M2, U16, I16, U32, I32, U64, I64, F64 -> Optional.empty();
        };
    }

    static Optional<SafetensorsType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
