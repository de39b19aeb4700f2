package org.fabricast.ir.tokenizer;

/** A tokenizer of a {@code tokenizer.json}, which may say how a sequence begins. */
public sealed interface TemplatedTokenizer extends Tokenizer permits ByteLevelBpeTokenizer, MetaspaceBpeTokenizer {

    /** What the file says about the beginning of a sequence. */
    BosTemplate template();
}
