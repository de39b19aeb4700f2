package org.fabricast.ir.image;

import java.util.ArrayList;
import java.util.List;

/**
 * One tensor of the weight image.
 *
 * @param name    as in the graph; unique
 * @param format  stored values
 * @param rows    outputs, padding excluded
 * @param cols    inputs, padding excluded
 * @param group   inputs per scale; {@code cols} if there are no scales
 * @param scale   where the scales are
 * @param index   how positions of a sparse tensor are said
 * @param tiling  order of the values
 * @param version of this layout
 * @param offset  bytes from the base of the weight region, 64-byte aligned
 * @param bytes   stored bytes, scales and padding included
 */
public record WeightTensor(String name, WeightFormat format, int rows, int cols, int group, ScaleForm scale,
                           IndexForm index, Tiling tiling, int version, long offset, long bytes) {

    /** Layout version this toolkit writes. */
    public static final int VERSION = 1;

    public WeightTensor {
        List<String> wrong = new ArrayList<>();
        if (name.isBlank()) {
            wrong.add("no name");
        }
        if (rows < 1 || cols < 1 || group < 1 || bytes < 1) {
            wrong.add(rows + " x " + cols + ", group " + group + ", " + bytes + " bytes");
        }
        if (offset < 0 || offset % 64 != 0) {
            wrong.add("offset " + offset + " is not a multiple of 64");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("tensor " + name + ": " + String.join("; ", wrong));
        }
    }

    /** Bits of one stored value. */
    public int bits() {
        return format.bits();
    }
}
