package org.fabricast.compiler.estimate.published;

import java.util.List;

/**
 * LLaMA-2-7B as the published intermediate form has it: only Q and K are pruned (64 of 225 projections); the projections of
 * attention carry a bias, though the model has none.
 */
final class PublishedModel {

    static final int LAYERS = 32;
    static final int HEADS = 32;
    static final int HEAD = 128;
    static final int DIM = HEADS * HEAD;
    private static final int HIDDEN = 11_008;
    private static final int VOCABULARY = 32_000;
    private static final double PRUNED = 0.7;

    static final Projection QUERY = new Projection(DIM, DIM, PRUNED, true, Fused.ROTARY);
    static final Projection KEY = QUERY;
    static final Projection VALUE = new Projection(DIM, DIM, 1, true, Fused.NOTHING);
    static final Projection OUTPUT = new Projection(DIM, DIM, 1, true, Fused.ELEMENTWISE);
    /** Gate, up and down. */
    static final List<Projection> FEED_FORWARD = List.of(new Projection(DIM, HIDDEN, 1, false, Fused.SILU),
            new Projection(DIM, HIDDEN, 1, false, Fused.ELEMENTWISE), new Projection(HIDDEN, DIM, 1, false, Fused.ELEMENTWISE));
    static final Projection CLASSIFIER = new Projection(DIM, VOCABULARY, 1, false, Fused.NOTHING);

    private PublishedModel() {
    }
}
