package org.fabricast.cli;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.compiler.sparse.SparsifyOptions;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.interpret.AttentionFilter;

/**
 * A model that does without some of its weights, or some of its attention.
 *
 * @param graph   with the weights that stay
 * @param options how weights were left out, if they were
 * @param sparse  what became of each layer, likewise
 * @param masks   where attention goes, if not everywhere
 */
record ReducedModel(Graph graph, Optional<SparsifyOptions> options, Optional<SparsifiedModel> sparse,
                    Optional<AttentionMaskOptions.Chosen> masks) {

    /** Leaves out what is asked for, and prints what became of the model. */
    static ReducedModel of(ImportedModel model, List<int[]> text, Optional<SparsifyOptions> options, AttentionMaskOptions attention,
                           Console console, Runnable tick) {
        Optional<SparsifiedModel> sparse = options.map(o -> SparsityOptions.sparsify(model.graph(), text, o, console, tick));
        sparse.ifPresent(s -> SparsityReport.print(console, options.orElseThrow(), s));
        Graph graph = sparse.map(SparsifiedModel::graph).orElse(model.graph());
        return new ReducedModel(graph, options, sparse, attention.choose(graph, text, console, tick));
    }

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
