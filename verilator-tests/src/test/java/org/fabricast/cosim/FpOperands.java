package org.fabricast.cosim;

import java.util.Random;
import java.util.TreeSet;

/** Operands that find the mistakes of floating-point hardware, as binary32 bits. */
final class FpOperands {

    private FpOperands() {
    }

    /** About sixty values and their negatives: zeros, subnormals, limits, halfway cases, neighbours, infinities, NaN. */
    static int[] corners() {
        int[] magnitudes = {
            0x00000000, 0x00000001, 0x00000002, 0x00000003, 0x003fffff, 0x00400000, 0x007ffffe, 0x007fffff, // subnormal
            0x00800000, 0x00800001, 0x00ffffff, 0x01000000, 0x01800000, // least normal and its neighbours
            0x0c000000, 0x0d800000, 0x1f800000, 0x20000000, 0x33000000, 0x33800000, 0x33800001, // 2^-103 to 2^-24
            0x34000000, 0x34000001, 0x3e800000, 0x3effffff, 0x3f000000, 0x3f000001, // 2^-23, 1/4, 1/2 and neighbours
            0x3f7fffff, 0x3f800000, 0x3f800001, 0x3f800002, 0x3fc00000, 0x3fffffff, 0x40000000, // around 1, 1.5, 2
            0x4b000000, 0x4b000001, 0x4b7fffff, 0x4b800000, 0x4b800001, // 2^23 and 2^24: last place is 1 and 2
            0x4effffff, 0x4f000000, 0x4f000001, 0x4f7fffff, 0x5f000000, 0x60000000, // 2^31, 2^63
            0x3dcccccd, 0x3eaaaaab, 0x40490fdb, 0x42f6e979, 0x7e7fffff, 0x7e800000, // decimals and near overflow
            0x7effffff, 0x7f000000, 0x7f000001, 0x7f7ffffe, 0x7f7fffff, // greatest normals
            0x7f800000, 0x7f800001, 0x7fc00000, 0x7fffffff, // infinity, NaN of both kinds
            0x477fe000, 0x477fefff, 0x477ff000, 0x38800000, 0x387fc000, 0x387fe000, 0x33000001, 0x32ffffff, // binary16
        };
        TreeSet<Integer> all = new TreeSet<>();
        for (int magnitude : magnitudes) {
            all.add(magnitude);
            all.add(magnitude | 0x80000000);
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Random bits: every exponent alike. */
    static void anyBits(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt();
            b[i] = random.nextInt();
        }
    }

    /** Exponents at most 27 apart, and fractions with long runs of zeros and ones: cancellation, ties, carries. */
    static void close(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt() & 0xff800000 | fraction(random);
            int exponent = Math.clamp((a[i] >>> 23 & 0xff) + random.nextInt(55) - 27, 0, 255);
            b[i] = random.nextInt() & 0x80000000 | exponent << 23 | fraction(random);
            if (random.nextInt(8) == 0) {
                b[i] = (a[i] ^ 0x80000000) + random.nextInt(9) - 4;
            }
        }
    }

    /** Exponents whose product lies about the least normal number, the least subnormal or the greatest number. */
    static void productsAtTheLimits(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            int first = random.nextInt(255);
            int sum = random.nextBoolean() ? 127 + random.nextInt(32) - 28 : 127 + 254 + random.nextInt(5) - 2;
            int second = Math.clamp(sum - first, 0, 254);
            a[i] = random.nextInt() & 0x80000000 | first << 23 | fraction(random);
            b[i] = random.nextInt() & 0x80000000 | second << 23 | fraction(random);
        }
    }

    /** 23 bits: at random, or only few high bits, or all but few low bits, or one bit. */
    private static int fraction(Random random) {
        int bits = random.nextInt() & 0x7fffff;
        int shift = random.nextInt(23);
        return switch (random.nextInt(4)) {
            case 0 -> bits;
            case 1 -> bits << shift & 0x7fffff;
            case 2 -> 0x7fffff ^ bits >>> shift;
            case 3 -> 1 << shift;
            default -> throw new AssertionError();
        };
    }
}
