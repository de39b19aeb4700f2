package org.fabricast.compiler.frontend;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.tokenizer.SpecialTokens;
import org.fabricast.ir.tokenizer.TemplatedTokenizer;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.fabricast.ir.tokenizer.TokenizerLoader;

/**
 * A tokenizer beside a model: it must not have ids the model has no embedding for (F2025), and gets the special tokens of
 * the model. A vocabulary may be larger than the tokenizer, as many models pad theirs. A llama2.c tokenizer keeps its own
 * special tokens.
 */
public final class TokenizerFit {

    private TokenizerFit() {
    }

    /**
     * The tokenizer in a file, made to fit.
     *
     * @param vocab   the model's vocabulary
     * @param bos     BOS of the model
     * @param ends    end tokens of the model
     * @param prepend whether the model wants BOS where the tokenizer has no template
     */
    public static Tokenizer load(Path path, int vocab, OptionalInt bos, List<Integer> ends, boolean prepend) {
        Tokenizer tokenizer = TokenizerLoader.load(path);
        if (tokenizer.vocabSize() > vocab) {
            throw new FabricastException(ErrorCode.F2025, path.toString(),
                    "at most " + vocab + " tokens, the model's vocabulary", tokenizer.vocabSize() + " tokens", "");
        }
        if (!(tokenizer instanceof TemplatedTokenizer templated)) {
            return tokenizer;
        }
        SpecialTokens specials = TokenizerLoader.specials(templated.template(), bos, ends, prepend);
        int largest = Math.max(specials.bos().orElse(-1),
                specials.ends().stream().mapToInt(Integer::intValue).max().orElse(-1));
        if (largest >= tokenizer.vocabSize()) {
            throw new FabricastException(ErrorCode.F2025, path.toString(), "the special tokens of the model",
                    "no token " + largest, "");
        }
        return tokenizer.withSpecials(specials);
    }
}
