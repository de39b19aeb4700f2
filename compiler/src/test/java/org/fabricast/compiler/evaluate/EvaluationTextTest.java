package org.fabricast.compiler.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.compiler.SharedFiles;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.fabricast.ir.tokenizer.TokenizerLoader;
import org.junit.jupiter.api.Test;

class EvaluationTextTest {

    @Test
    void aTextWithoutSeparatorIsCutIntoLines() {
        assertThat(EvaluationText.pieces(" a b \r\n\n\tc\n")).containsExactly("a b", "c");
    }

    @Test
    void aTextWithSeparatorIsCutThereAndKeepsItsLines() {
        assertThat(EvaluationText.pieces("a\nb\n<|endoftext|>\n\n<|endoftext|> c")).containsExactly("a\nb", "c");
    }

    @Test
    void anEmptyTextHasNoPieces() {
        assertThat(EvaluationText.pieces("")).isEmpty();
        assertThat(EvaluationText.pieces("\n <|endoftext|> \n")).isEmpty();
    }

    @Test
    void sequencesBeginWithBosAndEndAtTheContext() {
        Tokenizer fable = TokenizerLoader.load(SharedFiles.project("models/fable/tokenizer.json"))
                .withSpecials(new org.fabricast.ir.tokenizer.SpecialTokens(java.util.OptionalInt.of(1), java.util.List.of(), true));
        // "Tom" is 54, 349 in the reference files of the model.
        assertThat(EvaluationText.sequences("Tom\nTom Tom\n", fable, true, 3))
                .satisfiesExactly(s -> assertThat(s).containsExactly(1, 54, 349), s -> assertThat(s).containsExactly(1, 54, 349));
        assertThat(EvaluationText.sequences("Tom", fable, false, 512))
                .satisfiesExactly(s -> assertThat(s).containsExactly(54, 349));
    }
}
