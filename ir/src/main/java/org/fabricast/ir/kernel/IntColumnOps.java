package org.fabricast.ir.kernel;

/** Operators on columns of integers of at most 32 bits. Operands are in normal form; results may need narrowing. */
final class IntColumnOps {

    private IntColumnOps() {
    }

    static Step step(OpCode opcode, boolean signed, int[] a, int[] b, int[] c, long shift) {
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
            case SHL -> shift >= 0 ? shiftLeft(a, c, shift) : count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = Integer.compareUnsigned(b[i], 31) > 0 ? 0 : a[i] << b[i];
                }
            };
            case SHR -> shift >= 0 ? shiftRight(signed, a, c, shift) : signed ? shiftRightSigned(a, b, c) : count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = Integer.compareUnsigned(b[i], 31) > 0 ? 0 : a[i] >>> b[i];
                }
            };
            case EQ -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] == b[i] ? 1 : 0;
                }
            };
            case NE -> count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] != b[i] ? 1 : 0;
                }
            };
            case LT -> less(signed ? 0 : Integer.MIN_VALUE, a, b, c);
            case LE -> lessEqual(signed ? 0 : Integer.MIN_VALUE, a, b, c);
            default -> throw new IllegalArgumentException(opcode + " is no integer operator");
        };
    }

    private static Step shiftLeft(int[] a, int[] c, long shift) {
        int s = (int) Math.min(shift, Integer.SIZE);
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (int) ((long) a[i] << s);
            }
        };
    }

    private static Step shiftRight(boolean signed, int[] a, int[] c, long shift) {
        int s = (int) Math.min(shift, Integer.SIZE - 1);
        if (signed) {
            return count -> {
                for (int i = 0; i < count; i++) {
                    c[i] = a[i] >> s;
                }
            };
        }
        int keep = shift >= Integer.SIZE ? 0 : -1;
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i] >>> s & keep;
            }
        };
    }

    private static Step shiftRightSigned(int[] a, int[] b, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = a[i] >> (Integer.compareUnsigned(b[i], 31) > 0 ? 31 : b[i]);
            }
        };
    }

    /** Unsigned order is signed order after flipping the top bit. */
    private static Step less(int flip, int[] a, int[] b, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (a[i] ^ flip) < (b[i] ^ flip) ? 1 : 0;
            }
        };
    }

    private static Step lessEqual(int flip, int[] a, int[] b, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = (a[i] ^ flip) <= (b[i] ^ flip) ? 1 : 0;
            }
        };
    }

    static Step select(int[] condition, int[] a, int[] b, int[] c) {
        return count -> {
            for (int i = 0; i < count; i++) {
                c[i] = condition[i] != 0 ? a[i] : b[i];
            }
        };
    }
}
