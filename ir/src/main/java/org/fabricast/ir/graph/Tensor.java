package org.fabricast.ir.graph;

import java.util.Arrays;

/**
 * A named constant. Elements of every type are held as {@code float}, which is exact for F32, F16, BF16 and I8 and for
 * I32 up to 2^24. A tensor may be known by its shape alone, for compiling without weights.
 *
 * <p>The array is handed over, not copied, because weights are large: neither giver nor reader may write to it.
 *
 * @param name unique among the constants of a graph
 * @param type element type as stored in the model, and shape
 * @param data elements, row-major; no elements at all if only the shape is known
 */
public record Tensor(String name, TensorType type, float[] data) {

    private static final float[] NO_DATA = {};

    public Tensor {
        Names.checked(name);
        if (data.length != 0 && data.length != type.elements()) {
            throw new IllegalArgumentException(
                    name + ": " + type + " has " + type.elements() + " elements, not " + data.length);
        }
    }

    /** A tensor of which only name, type and shape are known. */
    public static Tensor shapeOnly(String name, TensorType type) {
        return new Tensor(name, type, NO_DATA);
    }

    /** A binary32 tensor. */
    public static Tensor f32(String name, float[] data, int... shape) {
        return new Tensor(name, TensorType.of(DType.F32, shape), data);
    }

    /** Whether the elements are known. */
    public boolean hasData() {
        return data.length != 0;
    }

    /** The elements, row-major; not a copy. */
    @Override
    public float[] data() {
        if (!hasData()) {
            throw new IllegalStateException(name + " is known by its shape only");
        }
        return data;
    }

    /** What a node names to use this tensor. */
    public ConstantRef ref() {
        return new ConstantRef(name, type);
    }

    /** Equal name, type and bits; {@code -0.0} differs from {@code 0.0}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && name.equals(tensor.name) && type.equals(tensor.type) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "$" + name + ": " + type + (hasData() ? "" : " (shape only)");
    }
}
