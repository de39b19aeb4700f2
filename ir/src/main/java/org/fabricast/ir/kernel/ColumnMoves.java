package org.fabricast.ir.kernel;

/** Steps that bring values into columns and out of them. */
final class ColumnMoves {

    private ColumnMoves() {
    }

    static Step read(KernelState.Cursor in, Column to) {
        ScalarType type = in.stream.type();
        if (to.kind() == Column.Kind.FLOAT) {
            float[] c = to.floats();
            return count -> {
                int at = in.advance(count);
                int[] data = in.data;
                for (int i = 0; i < count; i++) {
                    c[i] = Float.intBitsToFloat(data[at + i]);
                }
            };
        }
        int[] c = to.ints();
        return count -> {
            int at = in.advance(count);
            System.arraycopy(in.data, at, c, 0, count);
            narrow(type, c, count);
        };
    }

    static Step write(KernelState.Cursor out, Column from) {
        if (from.kind() == Column.Kind.FLOAT) {
            float[] c = from.floats();
            return count -> {
                int at = out.advance(count);
                int[] data = out.data;
                for (int i = 0; i < count; i++) {
                    data[at + i] = Float.floatToRawIntBits(c[i]);
                }
            };
        }
        int[] c = from.ints();
        return count -> {
            int at = out.advance(count);
            System.arraycopy(c, 0, out.data, at, count);
        };
    }

    static Step table(long[] table, Column index, Column to) {
        int[] x = index.ints();
        switch (to.kind()) {
            case FLOAT -> {
                float[] entries = new float[table.length];
                for (int i = 0; i < table.length; i++) {
                    entries[i] = Float.intBitsToFloat((int) table[i]);
                }
                float[] c = to.floats();
                return count -> {
                    check(x, table.length, count);
                    for (int i = 0; i < count; i++) {
                        c[i] = entries[x[i]];
                    }
                };
            }
            case INT -> {
                int[] entries = new int[table.length];
                for (int i = 0; i < table.length; i++) {
                    entries[i] = (int) table[i];
                }
                int[] c = to.ints();
                return count -> {
                    check(x, table.length, count);
                    for (int i = 0; i < count; i++) {
                        c[i] = entries[x[i]];
                    }
                };
            }
            case LONG -> {
                long[] c = to.longs();
                return count -> {
                    check(x, table.length, count);
                    for (int i = 0; i < count; i++) {
                        c[i] = table[x[i]];
                    }
                };
            }
        }
        throw new AssertionError("column without a kind");
    }

    /** Elements of a memory, which may change between runs of the loop. */
    static Step load(long[] memory, Column index, Column to) {
        int[] x = index.ints();
        return switch (to.kind()) {
            case FLOAT -> count -> {
                check(x, memory.length, count);
                float[] c = to.floats();
                for (int i = 0; i < count; i++) {
                    c[i] = Float.intBitsToFloat((int) memory[x[i]]);
                }
            };
            case INT -> count -> {
                check(x, memory.length, count);
                int[] c = to.ints();
                for (int i = 0; i < count; i++) {
                    c[i] = (int) memory[x[i]];
                }
            };
            case LONG -> count -> {
                check(x, memory.length, count);
                long[] c = to.longs();
                for (int i = 0; i < count; i++) {
                    c[i] = memory[x[i]];
                }
            };
        };
    }

    /** Stores elements in normal form: floats' bits zero-extended, integers as their type extends. */
    static Step store(long[] memory, Column index, Column from, ScalarType type) {
        int[] x = index.ints();
        return switch (from.kind()) {
            case FLOAT -> count -> {
                check(x, memory.length, count);
                float[] c = from.floats();
                for (int i = 0; i < count; i++) {
                    memory[x[i]] = ScalarArithmetic.normalise(type, Float.floatToRawIntBits(c[i]));
                }
            };
            case INT -> count -> {
                check(x, memory.length, count);
                int[] c = from.ints();
                for (int i = 0; i < count; i++) {
                    memory[x[i]] = ScalarArithmetic.normalise(type, c[i]);
                }
            };
            case LONG -> count -> {
                check(x, memory.length, count);
                long[] c = from.longs();
                for (int i = 0; i < count; i++) {
                    memory[x[i]] = c[i];
                }
            };
        };
    }

    private static void check(int[] index, int length, int count) {
        int greatest = Integer.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            greatest = Math.max(greatest, index[i] + Integer.MIN_VALUE);
        }
        ScalarCode.tableIndex(count == 0 ? 0 : Integer.toUnsignedLong(greatest - Integer.MIN_VALUE), length);
    }

    /** Brings integers or floats' bits of less than 32 bits back into normal form. */
    static void narrow(ScalarType type, int[] c, int count) {
        int spare = Integer.SIZE - type.bits();
        if (spare == 0) {
            return;
        }
        if (type.kind() == ScalarType.Kind.SIGNED) {
            for (int i = 0; i < count; i++) {
                c[i] = c[i] << spare >> spare;
            }
        } else {
            int mask = -1 >>> spare;
            for (int i = 0; i < count; i++) {
                c[i] &= mask;
            }
        }
    }

    /** Brings integers of 33 to 64 bits back into normal form. */
    static void narrow(ScalarType type, long[] c, int count) {
        int spare = Long.SIZE - type.bits();
        if (spare == 0) {
            return;
        }
        if (type.kind() == ScalarType.Kind.SIGNED) {
            for (int i = 0; i < count; i++) {
                c[i] = c[i] << spare >> spare;
            }
        } else {
            long mask = -1L >>> spare;
            for (int i = 0; i < count; i++) {
                c[i] &= mask;
            }
        }
    }
}
