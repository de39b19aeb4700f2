package org.fabricast.ir.graph.interpret;

/** Which earlier positions a query attends to. It always attends to its own, whatever the filter says. */
@FunctionalInterface
public interface AttentionFilter {

    /** Every position up to the query's: what the model means. */
    AttentionFilter CAUSAL = (layer, head, query, key) -> true;

    /**
     * Whether the score of a pair of positions is taken into the softmax.
     *
     * @param layer number of the attention operator, as it says itself
     * @param head  query head
     * @param query position of the query
     * @param key   position of the key, before the query's
     */
    boolean sees(int layer, int head, int query, int key);
}
