package org.fabricast.ir.kernel.text;

/**
 * How a conversion between integers and fixed point rounds and what it does with values out of range.
 *
 * @param stated whether the source says so
 */
record Mode(Rounding rounding, Overflow overflow, boolean stated) {

    /** Which neighbour a value between two takes. */
    enum Rounding {
        /** The nearest, of two equally near ones the even one. */
        EVEN,
        /** The nearest, of two equally near ones the greater one: half an adder cheaper. */
        UP,
        /** The next one below: costs nothing. */
        FLOOR
    }

    /** What becomes of a value beyond the range. */
    enum Overflow {
        /** The end of the range. */
        SATURATE,
        /** Its lowest bits. */
        WRAP
    }

    /** Nearest even, saturating. */
    static final Mode DEFAULT = new Mode(Rounding.EVEN, Overflow.SATURATE, false);
}
