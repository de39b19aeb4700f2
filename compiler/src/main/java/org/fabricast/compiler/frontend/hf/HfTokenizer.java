package org.fabricast.compiler.frontend.hf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fabricast.compiler.frontend.TokenizerFit;
import org.fabricast.ir.tokenizer.ByteLevelBpeTokenizer;
import org.fabricast.ir.tokenizer.Tokenizer;

/** The tokenizer of a model directory, with the special tokens of its configuration. */
final class HfTokenizer {

    private HfTokenizer() {
    }

    /** The named file, else {@code tokenizer.json} in the directory, else nothing. */
    static Optional<Tokenizer> load(Optional<Path> directory, Optional<Path> named, HfModel config) {
        return named.or(() -> directory.map(d -> d.resolve(ByteLevelBpeTokenizer.FILE)).filter(Files::isRegularFile))
                .map(path -> TokenizerFit.load(path, config.shape().vocab(), config.bos(), config.ends(),
                        config.prependsBos()));
    }
}
