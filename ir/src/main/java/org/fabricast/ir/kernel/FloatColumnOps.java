package org.fabricast.ir.kernel;

/** Operators on columns of binary32. */
final class FloatColumnOps {

    private FloatColumnOps() {
    }

    static Step arithmetic(OpCode opcode, float[] a, float[] b, float[] c) {
        return switch (opcode) {
            case FADD -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] + b[i];
                }
            };
            case FSUB -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] - b[i];
                }
            };
            case FMUL -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] * b[i];
                }
            };
            default -> throw new IllegalArgumentException(opcode + " is no float arithmetic");
        };
    }

    static Step fma(float[] a, float[] b, float[] c, float[] d) {
        return count -> {
            for (int i = 0; i < count; i++) {
                d[i] = Math.fma(a[i], b[i], c[i]);
            }
        };
    }

    static Step compare(OpCode opcode, float[] a, float[] b, int[] c) {
        return switch (opcode) {
            case FLT -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] < b[i] ? 1 : 0;
                }
            };
            case FLE -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] <= b[i] ? 1 : 0;
                }
            };
            case FEQ -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] == b[i] ? 1 : 0;
                }
            };
            default -> throw new IllegalArgumentException(opcode + " is no float comparison");
        };
    }

    /** Gives every NaN the canonical bits. */
    static Step canonical(float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = c[i] == c[i] ? c[i] : Float.NaN;
            }
        };
    }

    static Step copy(float[] a, float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i];
            }
        };
    }

    static Step toBits(float[] a, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = Float.floatToRawIntBits(a[i]);
            }
        };
    }

    static Step fromBits(int[] a, float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = Float.intBitsToFloat(a[i]);
            }
        };
    }

    static Step fromInt(int[] a, float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (float) a[i];
            }
        };
    }

    /** Nearest even, saturating, NaN to 0; binary64 holds every binary32 and every int. */
    static Step toInt(float[] a, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (int) Math.rint((double) a[i]);
            }
        };
    }

    static Step select(int[] condition, float[] a, float[] b, float[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = condition[i] != 0 ? a[i] : b[i];
            }
        };
    }
}
