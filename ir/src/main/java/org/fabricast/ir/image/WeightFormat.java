package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the values of a packed tensor are stored. */
public enum WeightFormat {
    /** Binary16 values, row after row, each row from a 64-byte boundary. */
    @JsonProperty("fp16") FP16(16),
    /** Symmetric INT8 with a scale per row and group. */
    @JsonProperty("int8") INT8(8),
    /** The same with 6 bits. */
    @JsonProperty("int6") INT6(6),
    /** The same with 5 bits. */
    @JsonProperty("int5") INT5(5),
    /** The same with 4 bits. */
    @JsonProperty("int4") INT4(4),
    /** The same with 3 bits. */
    @JsonProperty("int3") INT3(3);

    private final int bits;

    WeightFormat(int bits) {
        this.bits = bits;
    }

    /** The symmetric format of so many bits. */
    public static WeightFormat symmetric(int bits) {
        for (WeightFormat format : values()) {
            if (format != FP16 && format.bits == bits) {
                return format;
            }
        }
        throw new IllegalArgumentException("no symmetric format of " + bits + " bits");
    }

    /** Bits of one stored value. */
    public int bits() {
        return bits;
    }
}
