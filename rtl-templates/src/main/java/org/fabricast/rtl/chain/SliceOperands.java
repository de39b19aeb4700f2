package org.fabricast.rtl.chain;

/**
 * Operands of a DSP slice: products {@code upper·shared} and {@code lower·shared}, all INT8.
 */
public record SliceOperands(int upper, int lower, int shared) {

    public SliceOperands {
        for (int operand : new int[] {upper, lower, shared}) {
            if (operand != (byte) operand) {
                throw new IllegalArgumentException("not an INT8: " + operand);
            }
        }
    }
}
