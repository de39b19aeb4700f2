package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the values of a packed tensor are stored. */
public enum WeightFormat {
    /** Binary16 values, row after row, each row from a 64-byte boundary. */
    @JsonProperty("fp16") FP16(16),
    /** Symmetric INT8 with a scale per row and group. */
    @JsonProperty("int8") INT8(8);

    private final int bits;

    WeightFormat(int bits) {
        this.bits = bits;
    }

    /** Bits of one stored value. */
    public int bits() {
        return bits;
    }
}
