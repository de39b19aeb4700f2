package org.fabricast.compiler.artefact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.pack.CoreNames;
import org.fabricast.compiler.pack.SparseFacts;
import org.fabricast.compiler.plan.WeightMatrix;
import org.fabricast.compiler.sparse.LayerReport;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.RunShape;

/**
 * Sparsity of a compiled model: asked for, obtained, and what it saves in cycles, as JSON.
 *
 * <p>Cycles are counted, not measured. One vector (MV): 2 per sparse word, because rows that choose alone share no activation, and 1
 * per dense word. Two vectors (MM): 2 per word of either kind. Memory: the stream's bytes by the port's bytes per cycle. A
 * matrix takes the greater of array and memory; what surrounds them is the same with and without sparsity.
 *
 * <p>Units: bytes and cycles as keys say. The classifier is not among the matrices; matrices of several cores are each their own.
 */
final class SparsityAccount {

    private static final int CYCLES_PER_WORD = 2;

    /** Sums of matrices, or one of them. */
    private static final class Account {
        private long weights;
        private long stored;
        private long bytes;
        private long denseBytes;
        private long descriptors;
        private long indices;
        private long values;
        private long scales;
        private long sparseWords;
        private long words;
        private long denseWords;
        private long memory;
        private long denseMemory;
        private long vector;
        private long denseVector;
        private long pair;
        private long densePair;

        void add(Account other) {
            weights += other.weights;
            stored += other.stored;
            bytes += other.bytes;
            denseBytes += other.denseBytes;
            descriptors += other.descriptors;
            indices += other.indices;
            values += other.values;
            scales += other.scales;
            sparseWords += other.sparseWords;
            words += other.words;
            denseWords += other.denseWords;
            memory += other.memory;
            denseMemory += other.denseMemory;
            vector += other.vector;
            denseVector += other.denseVector;
            pair += other.pair;
            densePair += other.densePair;
        }

        /** Of a matrix with its streams' bytes. */
        void cycles(int busBytes) {
            memory = (bytes + busBytes - 1) / busBytes;
            denseMemory = (denseBytes + busBytes - 1) / busBytes;
            vector = Math.max(memory, words + (CYCLES_PER_WORD - 1) * sparseWords);
            denseVector = Math.max(denseMemory, denseWords);
            pair = Math.max(memory, 2 * words);
            densePair = Math.max(denseMemory, 2 * denseWords);
        }

        void write(ObjectNode out) {
            out.put("weights", weights).put("stored_weights", stored).put("density", (double) stored / weights)
                    .put("bytes", bytes).put("bytes_dense", denseBytes).put("bits_per_weight", 8.0 * bytes / weights)
                    .put("value_bytes", values).put("index_bytes", indices).put("descriptor_bytes", descriptors)
                    .put("scale_bytes", scales);
            out.putObject("cycles").put("by", "count").put("array_words", words).put("array_words_dense", denseWords)
                    .put("array_mv", words + (CYCLES_PER_WORD - 1) * sparseWords).put("array_mv_dense", denseWords)
                    .put("memory", memory).put("memory_dense", denseMemory)
                    .put("mv", vector).put("mv_dense", denseVector).put("mm_pair", pair).put("mm_pair_dense", densePair);
        }
    }

    private SparsityAccount() {
    }

    /** The account; empty if no sparsity was asked for. */
    static Optional<ObjectNode> of(CompiledModel compiled) {
        return compiled.options().sparsity().map(choice -> account(compiled, choice));
    }

    private static ObjectNode account(CompiledModel compiled, SparsityChoice choice) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("asked", choice.target().text()).put("density_asked", choice.target().density())
                .put("criterion", choice.criterion().text()).put("index_sets", choice.sharing().text())
                .put("refit", choice.refit()).put("forced", choice.force());
        compiled.sparse().ifPresent(sparse -> out.put("calibration_tokens", sparse.calibrationTokens()));
        Account all = new Account();
        ArrayNode matrices = JsonNodeFactory.instance.arrayNode();
        for (WeightTensor tensor : compiled.matrices()) {
            if (!CoreNames.whole(tensor.name()).equals(WeightMatrix.CLASSIFIER)) {
                Account one = account(tensor, Optional.ofNullable(compiled.image().sparse().get(tensor.name())),
                        compiled.options().config());
                all.add(one);
                ObjectNode node = matrices.addObject().put("name", tensor.name()).put("pattern", tensor.index().text())
                        .put("bits", tensor.bits());
                one.write(node);
            }
        }
        all.write(out);
        out.set("matrices", matrices);
        compiled.sparse().ifPresent(sparse -> layers(out.putArray("layers"), sparse.layers()));
        return out;
    }

    private static Account account(WeightTensor tensor, Optional<SparseFacts> facts, HardwareConfig config) {
        RunShape dense = new RunShape(config.array(), tensor.rows(), tensor.cols(), tensor.group(), true, false, tensor.bits());
        Account account = new Account();
        account.weights = (long) tensor.rows() * tensor.cols();
        account.bytes = tensor.bytes();
        account.denseBytes = dense.ringWords() * config.wordBytes();
        account.denseWords = dense.weightWords();
        if (facts.isPresent()) {
            account.stored = facts.get().stored();
            account.sparseWords = facts.get().bytes().words();
            account.words = account.sparseWords;
            account.values = facts.get().bytes().values();
            account.indices = facts.get().bytes().indices();
            account.descriptors = facts.get().bytes().descriptors();
            account.scales = facts.get().bytes().scales();
        } else {
            account.stored = account.weights;
            account.words = account.denseWords;
            account.values = account.denseWords * config.wordBytes() * tensor.bits() / 8;
            account.scales = dense.units() * dense.unitBytes() - account.values;
        }
        account.cycles(config.busBytes());
        return account;
    }

    private static void layers(ArrayNode out, List<LayerReport> layers) {
        for (LayerReport layer : layers) {
            out.addObject().put("name", layer.layer()).put("state", layer.state().name().toLowerCase(Locale.ROOT))
                    .put("density_asked", layer.asked()).put("density", layer.density()).put("error", layer.error());
        }
    }
}
