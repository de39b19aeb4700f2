package org.fabricast.ir.kernel;

import java.util.Arrays;

/**
 * Partial results of a reduction: iteration i goes to partial i mod P; at the end partial j takes partial j + s for
 * s = P/2, P/4, …, 1.
 */
abstract sealed class Partials {

    private final Node.Reduction reduction;

    private Partials(Node.Reduction reduction) {
        this.reduction = reduction;
    }

    static Partials of(Node.Reduction reduction, ScalarType type) {
        return reduction.kind() == Node.Reduction.Kind.SUM ? new Sum(reduction) : new Extreme(reduction, type);
    }

    final Node.Reduction reduction() {
        return reduction;
    }

    /** Sets every partial to the identity. */
    abstract void clear();

    /** Takes the contribution of an iteration, in normal form. */
    abstract void add(long iteration, long value);

    /** Takes the contributions of a block of iterations. */
    abstract void addAll(long first, Column column, int count);

    /** The result, in normal form. */
    abstract long combine();

    /** Sum of binary32. */
    static final class Sum extends Partials {
        private final float[] partials;
        private final int mask;

        private Sum(Node.Reduction reduction) {
            super(reduction);
            this.partials = new float[reduction.partials()];
            this.mask = partials.length - 1;
        }

        @Override
        void clear() {
            Arrays.fill(partials, 0f);
        }

        @Override
        void add(long iteration, long value) {
            partials[(int) iteration & mask] += Float.intBitsToFloat((int) value);
        }

        @Override
        void addAll(long first, Column column, int count) {
            float[] p = partials;
            float[] c = column.floats();
            int width = p.length;
            int start = (int) first & mask;
            if (start != 0) {
                for (int i = 0; i < count; i++) {
                    p[start + i & mask] += c[i];
                }
                return;
            }
            int whole = count - count % width;
            for (int base = 0; base < whole; base += width) {
                for (int j = 0; j < width; j++) {
                    p[j] += c[base + j];
                }
            }
            for (int j = 0; j < count - whole; j++) {
                p[j] += c[whole + j];
            }
        }

        @Override
        long combine() {
            for (int s = partials.length / 2; s > 0; s /= 2) {
                for (int j = 0; j < s; j++) {
                    partials[j] += partials[j + s];
                }
            }
            return Float.floatToIntBits(partials[0]) & 0xffff_ffffL;
        }
    }

    /** Greatest or least of integers; the order of combination does not matter. */
    static final class Extreme extends Partials {
        private final long flip;
        private final boolean max;
        private final long identity;
        private long best;

        private Extreme(Node.Reduction reduction, ScalarType type) {
            super(reduction);
            boolean signed = type.kind() == ScalarType.Kind.SIGNED;
            this.flip = signed ? 0 : Long.MIN_VALUE;
            this.max = reduction.kind() == Node.Reduction.Kind.MAX;
            long greatest = signed ? Long.MAX_VALUE >> Long.SIZE - type.bits() : -1L >>> Long.SIZE - type.bits();
            long least = signed ? ~greatest : 0;
            this.identity = max ? least : greatest;
        }

        @Override
        void clear() {
            best = identity ^ flip;
        }

        @Override
        void add(long iteration, long value) {
            best = max ? Math.max(best, value ^ flip) : Math.min(best, value ^ flip);
        }

        @Override
        void addAll(long first, Column column, int count) {
            long b = best;
            if (column.kind() == Column.Kind.LONG) {
                long[] c = column.longs();
                for (int i = 0; i < count; i++) {
                    b = max ? Math.max(b, c[i] ^ flip) : Math.min(b, c[i] ^ flip);
                }
            } else {
                int[] c = column.ints();
                long mask = flip == 0 ? -1L : 0xffff_ffffL;
                for (int i = 0; i < count; i++) {
                    long value = c[i] & mask ^ flip;
                    b = max ? Math.max(b, value) : Math.min(b, value);
                }
            }
            best = b;
        }

        @Override
        long combine() {
            return best ^ flip;
        }
    }
}
