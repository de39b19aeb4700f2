package org.fabricast.ir.kernel;

/**
 * Operators on columns of binary16, and conversions between the 16-bit formats and binary32. A column holds the bits. Sums
 * and products go through binary32, see {@link ScalarArithmetic}.
 */
final class HalfColumnOps {

    private HalfColumnOps() {
    }

    static Step arithmetic(OpCode opcode, int[] a, int[] b, int[] c) {
        return switch (opcode) {
            case FADD -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = ScalarArithmetic.half(widen(a[i]) + widen(b[i]));
                }
            };
            case FSUB -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = ScalarArithmetic.half(widen(a[i]) - widen(b[i]));
                }
            };
            case FMUL -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = ScalarArithmetic.half(widen(a[i]) * widen(b[i]));
                }
            };
            default -> throw new IllegalArgumentException(opcode + " is no float arithmetic");
        };
    }

    static Step compare(OpCode opcode, int[] a, int[] b, int[] c) {
        return switch (opcode) {
            case FLT -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = widen(a[i]) < widen(b[i]) ? 1 : 0;
                }
            };
            case FLE -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = widen(a[i]) <= widen(b[i]) ? 1 : 0;
                }
            };
            case FEQ -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = widen(a[i]) == widen(b[i]) ? 1 : 0;
                }
            };
            default -> throw new IllegalArgumentException(opcode + " is no float comparison");
        };
    }

    private static float widen(int bits) {
        return Float.float16ToFloat((short) bits);
    }

    static Step toFloat(int[] a, float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = Float.float16ToFloat((short) a[i]);
            }
        };
    }

    static Step fromFloat(float[] a, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = ScalarArithmetic.half(a[i]);
            }
        };
    }

    static Step fromBfloat(int[] a, float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = Float.intBitsToFloat(a[i] << 16);
            }
        };
    }

    static Step toBfloat(float[] a, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = ScalarArithmetic.bfloat(Float.floatToRawIntBits(a[i]));
            }
        };
    }
}
