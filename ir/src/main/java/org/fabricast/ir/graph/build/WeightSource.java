package org.fabricast.ir.graph.build;

import java.util.Optional;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;

/** Where a family builder gets weights from, by the names it documents; a frontend translates to its file's names. */
@FunctionalInterface
public interface WeightSource {

    /**
     * The tensor for {@code name}, or nothing if the model has none. The result carries exactly this name; its shape is
     * compared by the caller. {@code expected} has the shape that is needed and element type F32; the result may have
     * any floating-point type.
     */
    Optional<Tensor> find(String name, TensorType expected);

    /** Tensors known by shape alone, all of {@code dtype}, none of them a bias. */
    static WeightSource shapeOnly(DType dtype) {
        return (name, expected) -> name.endsWith(".bias")
                ? Optional.empty()
                : Optional.of(Tensor.shapeOnly(name, new TensorType(dtype, expected.shape())));
    }
}
