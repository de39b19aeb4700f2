package org.fabricast.ir.graph;

/** Element type of a tensor: how one element is stored in the model. */
public enum DType {
    /** IEEE binary32. */
    F32("f32", 32, true),
    /** IEEE binary16. */
    F16("f16", 16, true),
    /** bfloat16: the upper half of a binary32. */
    BF16("bf16", 16, true),
    /** Two's complement, 8 bits. */
    I8("i8", 8, false),
    /** Two's complement, 32 bits. */
    I32("i32", 32, false);

    private final String text;
    private final int bits;
    private final boolean floating;

    DType(String text, int bits, boolean floating) {
        this.text = text;
        this.bits = bits;
        this.floating = floating;
    }

    /** Name in the textual form. */
    public String text() {
        return text;
    }

    /** Bits of one stored element. */
    public int bits() {
        return bits;
    }

    /** Whether elements are floating-point numbers. */
    public boolean floating() {
        return floating;
    }

    /** Whether an element of this type can be exactly {@code value}. */
    public boolean represents(float value) {
        return switch (this) {
            case F32 -> true;
            case F16 -> Float.isNaN(value) || Float.float16ToFloat(Float.floatToFloat16(value)) == value;
            case BF16 -> Float.isNaN(value) || (Float.floatToRawIntBits(value) & 0xFFFF) == 0;
            case I8 -> (byte) value == value;
            case I32 -> (double) (int) value == value && value != 0x1p31f;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
