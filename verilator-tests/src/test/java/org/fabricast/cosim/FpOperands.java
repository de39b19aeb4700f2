package org.fabricast.cosim;

import java.util.Random;
import java.util.TreeSet;

/** Operands that find the mistakes of floating-point hardware, as binary32 bits. */
public final class FpOperands {

    private FpOperands() {
    }

    /** About sixty values and their negatives: zeros, subnormals, limits, halfway cases, neighbours, infinities, NaN. */
    public static int[] corners() {
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
    public static void anyBits(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt();
            b[i] = random.nextInt();
        }
    }

    /** Exponents at most 27 apart, and fractions with long runs of zeros and ones: cancellation, ties, carries. */
    public static void close(Random random, int[] a, int[] b) {
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
    public static void productsAtTheLimits(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            int first = random.nextInt(255);
            int sum = random.nextBoolean() ? 127 + random.nextInt(32) - 28 : 127 + 254 + random.nextInt(5) - 2;
            int second = Math.clamp(sum - first, 0, 254);
            a[i] = random.nextInt() & 0x80000000 | first << 23 | fraction(random);
            b[i] = random.nextInt() & 0x80000000 | second << 23 | fraction(random);
        }
    }

    /** Three operands of random bits. */
    public static void anyThree(Random random, int[] a, int[] b, int[] c) {
        anyBits(random, a, b);
        for (int i = 0; i < c.length; i++) {
            c[i] = random.nextInt();
        }
    }

    /** An addend whose exponent is within 52 of that of the product: every alignment, with long runs of zeros and ones. */
    public static void addendNearTheProduct(Random random, int[] a, int[] b, int[] c) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt() & 0xff800000 | fraction(random);
            b[i] = random.nextInt() & 0xff800000 | fraction(random);
            int exponent = Math.clamp((a[i] >>> 23 & 0xff) + (b[i] >>> 23 & 0xff) - 127 + random.nextInt(105) - 52, 0, 255);
            c[i] = random.nextInt() & 0x80000000 | exponent << 23 | fraction(random);
        }
    }

    /** An addend within a few last places of minus the rounded product: what remains is mostly the product's lower half. */
    public static void cancellation(Random random, int[] a, int[] b, int[] c) {
        for (int i = 0; i < a.length; i++) {
            int first = random.nextInt(254);
            int second = random.nextInt(3) == 0 ? random.nextInt(254) : Math.clamp(254 - first + random.nextInt(9) - 4, 0, 254);
            a[i] = random.nextInt() & 0x80000000 | first << 23 | fraction(random);
            b[i] = random.nextInt() & 0x80000000 | second << 23 | fraction(random);
            float product = Float.intBitsToFloat(a[i]) * Float.intBitsToFloat(b[i]);
            c[i] = Float.floatToRawIntBits(-product) + (random.nextBoolean() ? 0 : random.nextInt(9) - 4);
        }
    }

    /** Products about the limits of binary32, and addends about the least and the greatest numbers. */
    public static void fusedAtTheLimits(Random random, int[] a, int[] b, int[] c) {
        productsAtTheLimits(random, a, b);
        for (int i = 0; i < c.length; i++) {
            int exponent = random.nextBoolean() ? random.nextInt(30) : 255 - random.nextInt(30);
            c[i] = random.nextInt() & 0x80000000 | exponent << 23 | fraction(random);
        }
    }

    /** About fifty binary16 values and their negatives, of the same kinds as {@link #corners}. */
    public static int[] halfCorners() {
        int[] magnitudes = {
            0x0000, 0x0001, 0x0002, 0x0003, 0x01ff, 0x0200, 0x0201, 0x03fe, 0x03ff, // subnormal
            0x0400, 0x0401, 0x07ff, 0x0800, 0x0c00, 0x0bff, 0x1000, 0x13ff, 0x1400, 0x1401, // least normal and above
            0x1c00, 0x1fff, 0x2000, 0x2400, 0x27ff, 0x2800, 0x2bff, 0x2c00, // 2^-8 to 2^-4
            0x37ff, 0x3800, 0x3801, 0x3bff, 0x3c00, 0x3c01, 0x3c02, 0x3dff, 0x3e00, 0x3fff, 0x4000, // about 1/2, 1, 1.5, 2
            0x5000, 0x5400, 0x57ff, 0x5800, 0x63ff, 0x6400, 0x6401, 0x67ff, 0x6800, // 2^5 to 2^11: last place 1 and 2
            0x2e66, 0x3555, 0x4248, 0x7400, 0x77ff, 0x7800, 0x7801, 0x7bfe, 0x7bff, // decimals, greatest normals
            0x7c00, 0x7c01, 0x7dff, 0x7e00, 0x7fff, // infinity, NaN of both kinds
        };
        TreeSet<Integer> all = new TreeSet<>();
        for (int magnitude : magnitudes) {
            all.add(magnitude);
            all.add(magnitude | 0x8000);
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Binary16: exponents at most 14 apart, or one a neighbour of the other's negative. */
    public static void halfClose(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt() & 0xffff;
            int exponent = Math.clamp((a[i] >>> 10 & 31) + random.nextInt(29) - 14, 0, 31);
            b[i] = random.nextInt() & 0x8000 | exponent << 10 | fraction(random) >>> 13;
            if (random.nextInt(8) == 0) {
                b[i] = (a[i] ^ 0x8000) + random.nextInt(9) - 4 & 0xffff;
            }
        }
    }

    /** Binary16: exponents whose product lies about the least normal number, the least subnormal or the greatest number. */
    public static void halfProductsAtTheLimits(Random random, int[] a, int[] b) {
        for (int i = 0; i < a.length; i++) {
            int first = random.nextInt(31);
            int sum = random.nextBoolean() ? 15 + random.nextInt(18) - 14 : 15 + 30 + random.nextInt(5) - 2;
            a[i] = random.nextInt() & 0x8000 | first << 10 | fraction(random) >>> 13;
            b[i] = random.nextInt() & 0x8000 | Math.clamp(sum - first, 0, 30) << 10 | fraction(random) >>> 13;
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
