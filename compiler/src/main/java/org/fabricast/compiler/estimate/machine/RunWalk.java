package org.fabricast.compiler.estimate.machine;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.isa.RunShape;

/** One RUN, word by word. It goes as far as the words of its ring are known, and can be continued. */
sealed interface RunWalk permits DenseWalk, SparseWalk {

    /** From so many row blocks, and from so many vectors on nobody waits for results under way. */
    int FEW = 8;

    /**
     * A RUN at its first word.
     *
     * <p>Errors: F1006 for a sparse stream whose blocks differ: what it holds stands in the stream, and a model has none.
     *
     * @param first cycle in which the first word may be taken
     * @param bank  scale bank of the items before
     */
    static RunWalk of(RunShape shape, int vectors, WordSource words, Drain drain, long first, int bank) {
        if (shape.pattern() == RunShape.ANY_PATTERN) {
            throw new FabricastException(ErrorCode.F1006, "estimate", "sparse weights of one pattern N:M",
                    "a density, with which each block has its own", "Use --sparsity 8:16 or another pattern.");
        }
        return shape.sparse() ? new SparseWalk(shape, vectors, words, drain, first, bank)
                : new DenseWalk(shape, vectors, words, drain, first, bank);
    }

    /** Items from one visit of a row to the next, as the rescaling counts them. */
    static int period(RunShape shape, long rowsOfTile, int vectors) {
        long blocks = (rowsOfTile + shape.array() - 1) / shape.array();
        return (int) (Math.min(FEW, blocks) * Math.min(FEW, vectors));
    }

    /** Goes on; true when the last word was issued. */
    boolean advance();

    /** Cycle from which the next RUN may begin. */
    long end();

    /** Scale bank of the last items. */
    int bank();

    /** Cycles in which a word was missing. */
    long starved();

    /** Words multiplied, once per vector. */
    long issued();
}
