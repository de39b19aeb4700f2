package org.fabricast.ir.graph.build;

/** The dimensions that models of all families have. */
public sealed interface ModelShape permits LlamaShape, OptShape {

    /** Elements of the residual vector. */
    int dim();

    /** Elements inside the feed-forward network. */
    int hidden();

    /** Number of layers. */
    int layers();

    /** Query heads. */
    int heads();

    /** Key and value heads. */
    int kvHeads();

    /** Elements of a head. */
    int headDim();

    /** Number of token ids. */
    int vocab();

    /** Number of positions. */
    int context();

    /** Whether the output head is the embedding table. */
    boolean tied();

    /** How positions enter, in a word or two. */
    String positions();
}
