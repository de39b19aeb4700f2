package org.fabricast.ir.kernel;

/**
 * Pure operators of kernel SSA. Integer results wrap to the width of the result type. Floats follow IEEE 754, round to
 * nearest even, subnormals kept; every NaN result is the canonical one (binary32 0x7fc00000, binary16 0x7e00,
 * bfloat16 0x7fc0).
 */
public enum OpCode {
    /** Constant; the raw bits are the attribute. */
    CONST(0),
    /** a + b of two binary32 or two binary16. */
    FADD(2),
    /** a - b of two binary32 or two binary16. */
    FSUB(2),
    /** a * b of two binary32 or two binary16. */
    FMUL(2),
    /** binary32 a * b + c with a single rounding. */
    FMA(3),
    /** signed 32-bit integer to binary32, round to nearest even. */
    I2F(1),
    /** binary32 to signed 32-bit integer, round to nearest even, saturating, NaN gives 0. */
    F2I(1),
    /** binary16 to binary32, exact. */
    H2F(1),
    /** binary32 to binary16, round to nearest even. */
    F2H(1),
    /** bfloat16 to binary32, exact. */
    B2F(1),
    /** binary32 to bfloat16, round to nearest even. */
    F2B(1),
    /** a < b of two binary32 or two binary16, as u1; false when unordered. */
    FLT(2),
    /** a <= b of two binary32 or two binary16, as u1; false when unordered. */
    FLE(2),
    /** a == b of two binary32 or two binary16, as u1; false when unordered. */
    FEQ(2),
    /** Same bits, other type of the same width. */
    BITCAST(1),
    /** Integer to integer: sign or zero extension by the source type, or truncation. */
    RESIZE(1),
    ADD(2),
    SUB(2),
    MUL(2),
    AND(2),
    OR(2),
    XOR(2),
    /** a << b, zero when b >= width. */
    SHL(2),
    /** a >> b, arithmetic for signed a, logical for unsigned; sign or zero fill when b >= width. */
    SHR(2),
    /** Equality of integers of one type, as u1. */
    EQ(2),
    NE(2),
    /** a < b by the signedness of the operands, as u1. */
    LT(2),
    LE(2),
    /** condition u1, value if 1, value if 0. */
    SELECT(3),
    /** Entry of the constant table named by the attribute; the index is unsigned and below the table's length. */
    TABLE(1);

    private final int operands;

    OpCode(int operands) {
        this.operands = operands;
    }

    /** Number of operands. */
    public int operands() {
        return operands;
    }
}
