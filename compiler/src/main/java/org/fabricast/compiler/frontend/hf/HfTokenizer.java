package org.fabricast.compiler.frontend.hf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.tokenizer.ByteLevelBpeTokenizer;
import org.fabricast.ir.tokenizer.SpecialTokens;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.fabricast.ir.tokenizer.TokenizerLoader;

/**
 * The tokenizer of a model directory, with the special tokens of its configuration. A vocabulary may be larger than the
 * tokenizer, as many models pad theirs; the converse is refused (F2025).
 */
final class HfTokenizer {

    private HfTokenizer() {
    }

    /** The named file, else {@code tokenizer.json} in the directory, else nothing. */
    static Optional<Tokenizer> load(Optional<Path> directory, Optional<Path> named, HfConfig config) {
        return named.or(() -> directory.map(d -> d.resolve(ByteLevelBpeTokenizer.FILE)).filter(Files::isRegularFile))
                .map(path -> fitted(path, TokenizerLoader.load(path), config));
    }

    private static Tokenizer fitted(Path path, Tokenizer tokenizer, HfConfig config) {
        int vocab = config.shape().vocab();
        if (tokenizer.vocabSize() > vocab) {
            throw new FabricastException(ErrorCode.F2025, path.toString(),
                    "at most " + vocab + " tokens, the model's vocabulary", tokenizer.vocabSize() + " tokens", "");
        }
        if (!(tokenizer instanceof ByteLevelBpeTokenizer byteLevel)) {
            return tokenizer;
        }
        boolean llama = config.architecture() == HfArchitecture.LLAMA;
        SpecialTokens specials = TokenizerLoader.specials(byteLevel.template(), config.bos(), config.ends(), llama);
        int largest = Math.max(specials.bos().orElse(-1),
                specials.ends().stream().mapToInt(Integer::intValue).max().orElse(-1));
        if (largest >= tokenizer.vocabSize()) {
            throw new FabricastException(ErrorCode.F2025, path.toString(), "the special tokens of the configuration",
                    "no token " + largest, "");
        }
        return tokenizer.withSpecials(specials);
    }
}
