package org.fabricast.compiler.frontend;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model is read.
 *
 * @param tokenizer tokenizer file named by the user; without it, the one beside the model if there is one
 * @param shapeOnly whether constants are known by their shape only, so that no weights are needed
 */
public record ImportOptions(Optional<Path> tokenizer, boolean shapeOnly) {

    /** Weights, and the tokenizer beside the model. */
    public static final ImportOptions DEFAULT = new ImportOptions(Optional.empty(), false);

    public ImportOptions {
        Objects.requireNonNull(tokenizer);
    }
}
