package org.fabricast.ir.graph.build;

/**
 * Everything that distinguishes models of the OPT family beside their weights. Frontends check user input before they make one.
 *
 * @param dim     elements of the residual vector, a multiple of {@code heads}
 * @param hidden  elements inside the feed-forward network
 * @param layers  number of layers
 * @param heads   heads of queries, keys and values
 * @param vocab   number of token ids
 * @param context number of positions
 * @param eps     of the normalisations
 * @param tied    whether the output head is the embedding table
 */
public record OptShape(int dim, int hidden, int layers, int heads, int vocab, int context, float eps, boolean tied)
        implements ModelShape {

    public OptShape {
        if (dim < 1 || hidden < 1 || layers < 1 || heads < 1 || vocab < 1 || context < 1) {
            throw new IllegalArgumentException("a count below 1");
        }
        if (dim % heads != 0) {
            throw new IllegalArgumentException("width " + dim + " is no multiple of " + heads + " heads");
        }
        if (!(eps > 0) || !Float.isFinite(eps)) {
            throw new IllegalArgumentException("eps " + eps);
        }
    }

    @Override
    public int kvHeads() {
        return heads;
    }

    @Override
    public int headDim() {
        return dim / heads;
    }

    @Override
    public String positions() {
        return "learned positions";
    }
}
