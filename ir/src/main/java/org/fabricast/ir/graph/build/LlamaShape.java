package org.fabricast.ir.graph.build;

import java.util.Optional;
import org.fabricast.ir.graph.FrequencyScaling;
import org.fabricast.ir.graph.RotaryStyle;

/**
 * Everything that distinguishes models of the LLaMA family beside their weights. Frontends check user input before they
 * make one.
 *
 * @param dim       elements of the residual vector
 * @param hidden    elements inside the feed-forward network
 * @param layers    number of layers
 * @param heads     query heads
 * @param kvHeads   key and value heads; divides {@code heads}
 * @param headDim   elements of a head, even; usually {@code dim / heads}
 * @param vocab     number of token ids
 * @param context   number of positions
 * @param eps       of the normalisations
 * @param theta     base of the rotary frequencies
 * @param ropeStyle which elements rotary embedding pairs
 * @param scaling   change of the rotary frequencies, if any
 * @param tied      whether the output head is the embedding table
 */
public record LlamaShape(int dim, int hidden, int layers, int heads, int kvHeads, int headDim, int vocab, int context,
        float eps, double theta, RotaryStyle ropeStyle, Optional<FrequencyScaling> scaling, boolean tied)
        implements ModelShape {

    public LlamaShape {
        if (dim < 1 || hidden < 1 || layers < 1 || heads < 1 || kvHeads < 1 || headDim < 2 || vocab < 1 || context < 1) {
            throw new IllegalArgumentException("a count below its least value");
        }
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(heads + " heads are no multiple of " + kvHeads + " KV heads");
        }
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException("odd head size " + headDim);
        }
        if (!(eps > 0) || !(theta > 0) || !Float.isFinite(eps) || !Double.isFinite(theta)) {
            throw new IllegalArgumentException("eps " + eps + " or theta " + theta);
        }
    }

    /** Elements of all query heads. */
    public int queryDim() {
        return heads * headDim;
    }

    /** Elements of all key heads. */
    public int keyDim() {
        return kvHeads * headDim;
    }

    @Override
    public String positions() {
        return "rotary " + ropeStyle;
    }

    /** The rotary embedding of queries and keys. */
    public RotaryShape rotary() {
        return new RotaryShape(ropeStyle, headDim, headDim, theta, scaling);
    }
}
