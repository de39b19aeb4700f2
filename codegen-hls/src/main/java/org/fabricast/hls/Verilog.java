package org.fabricast.hls;

/** Spelling of small pieces of Verilog. */
final class Verilog {

    private Verilog() {
    }

    /** Range of a declaration with a space after it, empty for one bit. */
    static String range(int bits) {
        return bits == 1 ? "" : "[" + (bits - 1) + ":0] ";
    }

    /** Sized constant. */
    static String literal(int bits, long value) {
        long raw = value & ControlFlowBuilder.mask(bits);
        return bits == 1 ? "1'b" + raw : bits + "'h" + Long.toHexString(raw);
    }

    /** Sized decimal constant of a counter or state. */
    static String number(int bits, long value) {
        return bits + "'d" + value;
    }

    /** Bits that hold 0..count-1, at least one. */
    static int bitsFor(int count) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(count - 1));
    }
}
