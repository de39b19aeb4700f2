package org.fabricast.hls;

import org.fabricast.ir.kernel.OpCode;

/**
 * How long operators on integers take, for chaining several into one cycle.
 *
 * <p>Units: nanoseconds, routing included. The figures are those of a mid-speed UltraScale+ part, rounded up: a level of
 * logic with its net is half a nanosecond, a carry chain 15 ps a bit. They decide only in which cycle an operator runs,
 * never what it computes. Floating-point operators are cells of fixed latency, see {@link org.fabricast.rtl.FpCell}.
 */
public final class DelayModel {

    /** From the clock edge to the output of a register or cell. */
    static final double CLOCK_TO_OUTPUT_NS = 0.5;

    /** Before the clock edge at the input of a register. */
    static final double SETUP_NS = 0.2;

    /** Choice between the sources of a port. */
    static final double MULTIPLEXER_NS = 0.5;

    /** Operand selection and the first stage of a floating-point cell. */
    static final double CELL_INPUT_NS = 2.5;

    static final double LEVEL_NS = 0.5;
    private static final double MULTIPLIER_NS = 2.5;
    private static final double CARRY_NS_PER_BIT = 0.015;
    private static final int SMALL_TABLE = 64;
    private static final int MULTIPLIER_LONG_BITS = 27;
    private static final int MULTIPLIER_SHORT_BITS = 18;

    private DelayModel() {
    }

    /** Time in a period at which everything must have settled: set-up taken off. */
    public static double budgetNs(double clockNs) {
        return clockNs - SETUP_NS;
    }

    /** Least period in which something this slow runs from one register to another. */
    public static double leastPeriodNs(double delayNs) {
        return CLOCK_TO_OUTPUT_NS + delayNs + SETUP_NS;
    }

    /**
     * Delay of a combinational operator.
     *
     * @param bits          width of the widest operand
     * @param constantShift true when the operator shifts by a constant, which is wiring
     * @param tableEntries  length of the table, 0 for other operators
     */
    public static double delayNs(OpCode opcode, int bits, boolean constantShift, int tableEntries) {
        return switch (opcode) {
            case CONST, BITCAST, RESIZE -> 0;
            case AND, OR, XOR, SELECT -> LEVEL_NS;
            case ADD, SUB, LT, LE, EQ, NE -> LEVEL_NS + CARRY_NS_PER_BIT * bits;
            case SHL, SHR -> constantShift ? 0 : 3 * LEVEL_NS;
            case FLT, FLE, FEQ -> 2 * LEVEL_NS + CARRY_NS_PER_BIT * bits;
            case TABLE -> tableEntries <= SMALL_TABLE ? 2 * LEVEL_NS : 4 * LEVEL_NS;
            case MUL -> MULTIPLIER_NS;
            case FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B ->
                    throw new IllegalArgumentException(opcode + " is a cell with a latency");
        };
    }

    /**
     * Cycles until a product is in a register: one for what a single 27 x 18 bit multiplier does, one more for each factor
     * that is wider. The registers follow the product in the Verilog; synthesis moves them into the multipliers.
     *
     * @param a significant bits of one factor, sign included
     * @param b significant bits of the other
     */
    public static int productCycles(int a, int b) {
        int least = Math.min(a, b);
        int most = Math.max(a, b);
        return 1 + (least > MULTIPLIER_SHORT_BITS ? 1 : 0) + (most > MULTIPLIER_LONG_BITS ? 1 : 0);
    }
}
