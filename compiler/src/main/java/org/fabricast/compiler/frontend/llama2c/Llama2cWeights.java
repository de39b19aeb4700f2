package org.fabricast.compiler.frontend.llama2c;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.WeightChecks;
import org.fabricast.compiler.frontend.WeightFile;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Tensor;
import org.fabricast.ir.graph.TensorType;
import org.fabricast.ir.graph.build.WeightSource;

/** Reads a checkpoint's tensors as binary32; quantised ones as value times scale, rounded once. */
final class Llama2cWeights implements WeightSource {

    private static final int PIECE = 1 << 20;

    private final WeightFile file;
    private final Map<String, Llama2cLayout.Place> places;
    private final Findings findings;

    Llama2cWeights(WeightFile file, Llama2cLayout layout, Findings findings) {
        this.file = file;
        this.places = layout.places();
        this.findings = findings;
    }

    @Override
    public Optional<Tensor> find(String name, TensorType expected) {
        Llama2cLayout.Place place = places.get(name);
        if (place == null) {
            return Optional.empty();
        }
        int count = WeightChecks.arrayLength(file.path().toString(), name, place.elements());
        float[] data = place.group() == 0
                ? file.floats(place.offset(), count, DType.F32)
                : dequantised(place, count);
        WeightChecks.finite(file.path().toString(), name, data, findings);
        return Optional.of(new Tensor(name, new TensorType(DType.F32, place.shape()), data));
    }

    private float[] dequantised(Llama2cLayout.Place place, int count) {
        float[] scales = file.floats(place.offset() + count, count / place.group(), DType.F32);
        float[] data = new float[count];
        for (int done = 0; done < count; done += PIECE) {
            int some = Math.min(PIECE, count - done);
            ByteBuffer values = file.bytes(place.offset() + done, some);
            for (int i = done; i < done + some; i++) {
                data[i] = values.get() * scales[i / place.group()];
            }
        }
        return data;
    }
}
