package org.fabricast.ir.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Type of a value or constant: {@code f16[512, 128]}.
 *
 * @param dtype element type
 * @param shape extents, slowest first (row-major); empty for a scalar; each at least 1
 */
public record TensorType(DType dtype, List<Integer> shape) {

    public TensorType {
        shape = List.copyOf(shape);
        if (dtype == null) {
            throw new IllegalArgumentException("a tensor type without element type");
        }
        long elements = 1;
        for (int extent : shape) {
            if (extent < 1) {
                throw new IllegalArgumentException("extent " + extent + " in shape " + shape);
            }
            elements = Math.multiplyExact(elements, (long) extent);
        }
    }

    /** The type with these extents, slowest first. */
    public static TensorType of(DType dtype, int... extents) {
        return new TensorType(dtype, Arrays.stream(extents).boxed().toList());
    }

    /** The type of an activation: binary32 vector of {@code length} elements. */
    public static TensorType vector(int length) {
        return of(DType.F32, length);
    }

    /** Number of dimensions. */
    public int rank() {
        return shape.size();
    }

    /** Extent of dimension {@code index}, slowest first. */
    public int dim(int index) {
        return shape.get(index);
    }

    /** Number of elements. */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** The extents as text: {@code [512, 128]}. */
    public String shapeText() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String toString() {
        return dtype.text() + shapeText();
    }
}
