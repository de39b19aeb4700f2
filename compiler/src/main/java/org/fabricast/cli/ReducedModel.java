package org.fabricast.cli;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.compiler.sparse.SparsifyOptions;
import org.fabricast.ir.graph.interpret.AttentionFilter;

/**
 * What became of a model that does without some of its weights, or some of its attention.
 *
 * @param options how weights were left out, if they were
 * @param sparse  what became of each layer, likewise
 * @param masks   where attention goes, if not everywhere
 */
record ReducedModel(Optional<SparsifyOptions> options, Optional<SparsifiedModel> sparse,
                    Optional<AttentionMaskOptions.Chosen> masks) {

    /** Which positions are attended to. */
    AttentionFilter filter() {
        return masks.map(chosen -> chosen.plan().filter()).orElse(AttentionFilter.CAUSAL);
    }

    /** Adds what became of the model to a document. */
    void addTo(ObjectNode document) {
        sparse.ifPresent(s -> document.set("sparsity", SparsityReport.json(options.orElseThrow(), s)));
        masks.ifPresent(chosen -> document.set("attention", chosen.json()));
    }
}
