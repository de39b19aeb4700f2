package org.fabricast.compiler.frontend;

import java.nio.file.Path;

/** Reads one kind of model file. */
public interface ModelFrontend {

    /** Whether a path that exists looks like this kind of model; cheap, and never an exception for bad contents. */
    boolean accepts(Path model);

    /** Reads the model. Errors: all findings. */
    ImportedModel load(Path model, ImportOptions options);

    /**
     * Describes the model without reading its weights: what it is, how large, and everything that keeps it from being
     * imported. Errors: only if it cannot be described at all.
     */
    ModelSummary inspect(Path model);
}
