package org.fabricast.ir.kernel;

/** Operators on columns of integers of 33 to 64 bits. Operands are in normal form; results may need narrowing. */
final class LongColumnOps {

    private LongColumnOps() {
    }

    static Step step(OpCode opcode, boolean signed, long[] a, Column second, Column to, long shift) {
        long[] b = second.longs();
        long[] c = to.longs();
        int[] bit = to.ints();
        return switch (opcode) {
            case ADD -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] + b[i];
                }
            };
            case SUB -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] - b[i];
                }
            };
            case MUL -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] * b[i];
                }
            };
            case AND -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] & b[i];
                }
            };
            case OR -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] | b[i];
                }
            };
            case XOR -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] ^ b[i];
                }
            };
            case SHL -> shift >= 0 ? shiftLeft(a, c, shift) : shiftLeft(a, second.ints(), c);
            case SHR -> shift >= 0 ? shiftRight(signed, a, c, shift)
                    : signed ? shiftRightSigned(a, second.ints(), c) : shiftRightUnsigned(a, second.ints(), c);
            case EQ -> count -> {
                for (int i = 0; i < count; i++) {
                    bit[i] = a[i] == b[i] ? 1 : 0;
                }
            };
            case NE -> count -> {
                for (int i = 0; i < count; i++) {
                    bit[i] = a[i] != b[i] ? 1 : 0;
                }
            };
            case LT -> less(signed ? 0 : Long.MIN_VALUE, a, b, bit);
            case LE -> lessEqual(signed ? 0 : Long.MIN_VALUE, a, b, bit);
            default -> throw new IllegalArgumentException(opcode + " is no integer operator");
        };
    }

    private static Step shiftLeft(long[] a, long[] c, long shift) {
        int s = (int) Math.min(shift, Long.SIZE - 1);
        long keep = shift >= Long.SIZE ? 0 : -1;
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i] << s & keep;
            }
        };
    }

    private static Step shiftRight(boolean signed, long[] a, long[] c, long shift) {
        int s = (int) Math.min(shift, Long.SIZE - 1);
        if (signed) {
            return count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] >> s;
                }
            };
        }
        long keep = shift >= Long.SIZE ? 0 : -1;
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i] >>> s & keep;
            }
        };
    }

    private static Step shiftLeft(long[] a, int[] b, long[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = Integer.compareUnsigned(b[i], 63) > 0 ? 0 : a[i] << b[i];
            }
        };
    }

    private static Step shiftRightSigned(long[] a, int[] b, long[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i] >> (Integer.compareUnsigned(b[i], 63) > 0 ? 63 : b[i]);
            }
        };
    }

    private static Step shiftRightUnsigned(long[] a, int[] b, long[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = Integer.compareUnsigned(b[i], 63) > 0 ? 0 : a[i] >>> b[i];
            }
        };
    }

    /** Unsigned order is signed order after flipping the top bit. */
    private static Step less(long flip, long[] a, long[] b, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (a[i] ^ flip) < (b[i] ^ flip) ? 1 : 0;
            }
        };
    }

    private static Step lessEqual(long flip, long[] a, long[] b, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (a[i] ^ flip) <= (b[i] ^ flip) ? 1 : 0;
            }
        };
    }

    static Step toInt(long[] a, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (int) a[i];
            }
        };
    }

    static Step fromInt(boolean signed, int[] a, long[] c) {
        long mask = signed ? -1L : 0xffff_ffffL;
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i] & mask;
            }
        };
    }

    static Step select(int[] condition, long[] a, long[] b, long[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = condition[i] != 0 ? a[i] : b[i];
            }
        };
    }
}
