package org.fabricast.compiler.frontend.hf;

import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.WeightChecks;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.build.WeightSource;

/** Reads tensors that {@link HfTensors} has found good. */
final class HfWeights implements WeightSource {

    private final Map<String, HfTensors.Expected> names;
    private final TensorFiles files;
    private final Findings findings;

    HfWeights(HfTensors tensors, TensorFiles files, Findings findings) {
        this.names = tensors.byGraphName();
        this.files = files;
        this.findings = findings;
    }

    /** Tensors known by shape alone, biases included. */
    static WeightSource shapeOnly(HfTensors tensors, DType dtype) {
        return (name, expected) -> tensors.byGraphName().containsKey(name)
                ? Optional.of(Tensor.shapeOnly(name, new TensorType(dtype, expected.shape())))
                : Optional.empty();
    }

    @Override
    public Optional<Tensor> find(String name, TensorType expected) {
        HfTensors.Expected wanted = names.get(name);
        if (wanted == null) {
            return Optional.empty();
        }
        TensorFiles.Located located = files.tensors().get(wanted.fileName());
        DType dtype = located.entry().type().weightType().orElseThrow();
        String file = located.file().path().toString();
        int count = WeightChecks.arrayLength(file, wanted.fileName(), expected.elements());
        float[] data = located.file().floats(located.offset() + wanted.skipped() * (dtype.bits() / Byte.SIZE), count, dtype);
        WeightChecks.finite(file, wanted.fileName(), data, findings);
        return Optional.of(new Tensor(name, new TensorType(dtype, expected.shape()), data));
    }
}
