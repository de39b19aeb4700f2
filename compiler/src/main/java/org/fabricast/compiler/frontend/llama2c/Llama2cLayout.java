package org.fabricast.compiler.frontend.llama2c;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.graph.build.LlamaShape;

/**
 * Where each tensor of a checkpoint lies, by the names of the graph of the LLaMA family.
 *
 * <p>Version 0: embedding, attention norms, wq, wk, wv, wo, feed-forward norms, w1 (gate), w2 (down), w3 (up), final
 * norm, two unused rotary tables, classifier unless shared. Versions 1 and 2: attention norms, feed-forward norms, final
 * norm, embedding, wq, wk, wv, wo, w1, w2, w3, classifier unless shared. What exists per layer stands for all layers in
 * a row. All is binary32, but the matrices of version 2: each is all its int8 values, then a binary32 scale per group of
 * values; groups run over the whole matrix and may cross rows.
 */
final class Llama2cLayout {

    /**
     * One tensor.
     *
     * @param shape  extents, slowest first
     * @param offset first byte in the file
     * @param group  values of one scale, or 0 for binary32
     */
    record Place(List<Integer> shape, long offset, int group) {

        long elements() {
            return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        }

        long bytes() {
            return group == 0 ? elements() * Float.BYTES : elements() + elements() / group * Float.BYTES;
        }
    }

    private final Llama2cHeader header;
    private final LlamaShape shape;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private long end;

    Llama2cLayout(Llama2cHeader header) {
        this.header = header;
        this.shape = header.shape();
        this.end = header.weightsOffset();
        if (header.version() == 0) {
            legacy();
        } else {
            modern();
        }
        if (!shape.tied()) {
            matrix("logits.weight", shape.vocab(), shape.dim());
        }
    }

    /** Tensors by name, in the order of the file. */
    Map<String, Place> places() {
        return Collections.unmodifiableMap(places);
    }

    /** Length of a whole file. Units: bytes. */
    long fileBytes() {
        return end;
    }

    /** Number of weights. */
    long parameters() {
        return places.values().stream().mapToLong(Place::elements).sum();
    }

    private void legacy() {
        matrix("embedding.table", shape.vocab(), shape.dim());
        norms("attention");
        attention();
        norms("ffn");
        feedForward();
        vector("norm.weight");
        // Cosines and sines for every position and pair: computed anew from the formula.
        end += 2L * shape.context() * (shape.headDim() / 2) * Float.BYTES;
    }

    private void modern() {
        norms("attention");
        norms("ffn");
        vector("norm.weight");
        matrix("embedding.table", shape.vocab(), shape.dim());
        attention();
        feedForward();
    }

    private void attention() {
        perLayer("attention.q.weight", shape.queryDim(), shape.dim());
        perLayer("attention.k.weight", shape.keyDim(), shape.dim());
        perLayer("attention.v.weight", shape.keyDim(), shape.dim());
        perLayer("attention.o.weight", shape.dim(), shape.queryDim());
    }

    private void feedForward() {
        perLayer("ffn.gate.weight", shape.hidden(), shape.dim());
        perLayer("ffn.down.weight", shape.dim(), shape.hidden());
        perLayer("ffn.up.weight", shape.hidden(), shape.dim());
    }

    private void norms(String block) {
        for (int layer = 0; layer < shape.layers(); layer++) {
            vector("layers." + layer + "." + block + ".norm.weight");
        }
    }

    private void perLayer(String name, int rows, int columns) {
        for (int layer = 0; layer < shape.layers(); layer++) {
            matrix("layers." + layer + "." + name, rows, columns);
        }
    }

    private void vector(String name) {
        place(name, new Place(List.of(shape.dim()), end, 0));
    }

    private void matrix(String name, int rows, int columns) {
        place(name, new Place(List.of(rows, columns), end, header.groupSize()));
    }

    private void place(String name, Place place) {
        places.put(name, place);
        end += place.bytes();
    }
}
