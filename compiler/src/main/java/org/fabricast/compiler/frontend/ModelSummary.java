package org.fabricast.compiler.frontend;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.ir.graph.build.ModelShape;

/**
 * What a model is, found without reading its weights.
 *
 * @param name         model name
 * @param format       kind of file
 * @param architecture name of the architecture as the file says it
 * @param shape        dimensions, if they are those of a model this program can import
 * @param elementType  how weights are stored, as the file says it
 * @param parameters   number of weights, a shared one counted once; 0 if the dimensions are not known
 * @param weightBytes  bytes of all weight files; 0 if there are none
 * @param unsupported  everything that keeps the model from being imported
 */
public record ModelSummary(String name, ModelFormat format, String architecture, Optional<? extends ModelShape> shape,
        String elementType, long parameters, long weightBytes, List<Diagnostic> unsupported) {

    public ModelSummary {
        Objects.requireNonNull(name);
        Objects.requireNonNull(format);
        Objects.requireNonNull(architecture);
        Objects.requireNonNull(shape);
        Objects.requireNonNull(elementType);
        unsupported = List.copyOf(unsupported);
        if (parameters < 0 || weightBytes < 0) {
            throw new IllegalArgumentException(parameters + " parameters, " + weightBytes + " bytes");
        }
    }

    /** Whether the model can be imported as far as can be said without its weights. */
    public boolean supported() {
        return unsupported.isEmpty();
    }
}
