package org.fabricast.compiler.frontend;

import java.util.Objects;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.tokenizer.Tokenizer;

/**
 * A model that was read and found good.
 *
 * @param graph      what it computes, with its facts
 * @param shape      dimensions, if the model was read as one of the LLaMA family
 * @param tokenizer  its tokenizer, if one was named or found
 * @param provenance where it came from
 */
public record ImportedModel(Graph graph, Optional<LlamaShape> shape, Optional<Tokenizer> tokenizer, Provenance provenance) {

    public ImportedModel {
        Objects.requireNonNull(graph);
        Objects.requireNonNull(shape);
        Objects.requireNonNull(tokenizer);
        Objects.requireNonNull(provenance);
    }

    /** The tokenizer. Errors: F2021 if there is none. */
    public Tokenizer requireTokenizer() {
        return tokenizer.orElseThrow(() -> new FabricastException(ErrorCode.F2021, graph.name(),
                "a tokenizer", "none", "name one with --tokenizer"));
    }
}
