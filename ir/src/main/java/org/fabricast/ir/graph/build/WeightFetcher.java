package org.fabricast.ir.graph.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;

/**
 * Fetches weights from a source and collects what is missing or misshapen, so that a user sees all of it at once. In
 * place of a bad tensor stands one known by its shape, so that building can go on until {@link #finish}.
 */
public final class WeightFetcher {

    private final WeightSource source;
    private final List<Diagnostic> findings = new ArrayList<>();

    /** Fetches from {@code source}. */
    public WeightFetcher(WeightSource source) {
        this.source = source;
    }

    /** A binary32, binary16 or bfloat16 tensor of the given shape that the model must have. */
    public Tensor required(String name, int... shape) {
        Optional<Tensor> found = optional(name, shape);
        if (found.isEmpty()) {
            TensorType expected = TensorType.of(DType.F32, shape);
            findings.add(new Diagnostic(ErrorCode.F2112, name, "a tensor of shape " + expected.shapeText(), "none", ""));
            return Tensor.shapeOnly(name, expected);
        }
        return found.get();
    }

    /** A tensor of the given shape that the model may have. */
    public Optional<Tensor> optional(String name, int... shape) {
        TensorType expected = TensorType.of(DType.F32, shape);
        return source.find(name, expected).map(tensor -> checked(name, expected, tensor));
    }

    private Tensor checked(String name, TensorType expected, Tensor tensor) {
        if (!tensor.name().equals(name)) {
            throw new IllegalArgumentException("asked for " + name + ", got " + tensor.name());
        }
        if (!tensor.type().shape().equals(expected.shape()) || !tensor.type().dtype().floating()) {
            findings.add(new Diagnostic(ErrorCode.F2103, name, "floating-point type with shape " + expected.shapeText(),
                    tensor.type().toString(), ""));
            return Tensor.shapeOnly(name, expected);
        }
        return tensor;
    }

    /** Ends fetching. Errors: all findings, if there are any. */
    public void finish() {
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
    }
}
