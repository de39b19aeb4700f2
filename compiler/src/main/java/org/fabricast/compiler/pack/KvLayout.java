package org.fabricast.compiler.pack;

import org.fabricast.ir.hw.HardwareConfig;

/**
 * Where keys, values and their scales stand in the K and V region, for every layer, KV head and position; the formulas of
 * {@code docs/architecture.md}.
 *
 * <p>Units: bytes.
 *
 * @param array    N
 * @param headDim  d
 * @param context  positions
 * @param kvHeads  heads per layer
 */
public record KvLayout(int array, int headDim, int context, int kvHeads) {

    /** Positions per group of the values' stream. */
    public static final int VALUE_GROUP = 64;

    /** Head size in whole words. */
    public int paddedDim() {
        return Math.ceilDiv(headDim, array) * array;
    }

    /** Bytes of a ring word: N². */
    public int wordBytes() {
        return array * array;
    }

    /** Positions per tile of the keys' stream. */
    public int tilePositions() {
        return wordBytes() / 2;
    }

    /** One tile of keys: its scale word, then its positions. */
    public int tileBytes() {
        return wordBytes() + tilePositions() * paddedDim();
    }

    /** Pieces in which one position's key or value is stored. */
    public int pieces() {
        return Math.ceilDiv(headDim, array);
    }

    /** Distance of the pieces of a key. */
    public int keyStride() {
        return wordBytes();
    }

    /** Distance of the pieces of a value. */
    public int valueStride() {
        return VALUE_GROUP * array;
    }

    /** Bytes of one block of N positions of keys. */
    public int keyBlockBytes() {
        return array * paddedDim();
    }

    /** Bytes of one group of values. */
    public int valueGroupBytes() {
        return VALUE_GROUP * paddedDim();
    }

    /** Offset of the values from the head's base. */
    public int valueOffset() {
        return align(Math.ceilDiv(context, tilePositions()) * tileBytes());
    }

    /** Offset of the values' scales from the head's base. */
    public int valueScaleOffset() {
        return valueOffset() + align(Math.ceilDiv(context, VALUE_GROUP) * valueGroupBytes());
    }

    /** Distance from head to head. */
    public int headStride() {
        return valueScaleOffset() + align(2 * context);
    }

    /** Distance from layer to layer. */
    public int layerStride() {
        return headStride() * kvHeads;
    }



    private static int align(int bytes) {
        return Math.ceilDiv(bytes, HardwareConfig.ALIGNMENT) * HardwareConfig.ALIGNMENT;
    }
}
