package org.fabricast.ir.graph.text;

import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.ErrorCode;

/** Turns ANTLR's complaints into findings. */
final class SyntaxErrors extends BaseErrorListener {

    private final Findings findings;

    SyntaxErrors(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void syntaxError(Recognizer<?, ?> recognizer, Object offending, int line, int column, String message,
            RecognitionException cause) {
        if (recognizer instanceof Parser parser && offending instanceof Token token) {
            String expected = parser.getExpectedTokens().toString(parser.getVocabulary());
            String found = token.getType() == Token.EOF ? "the end" : "'" + token.getText() + "'";
            findings.report(ErrorCode.F2201, line, column, "", expected, found);
        } else {
            findings.report(ErrorCode.F2201, line, column, "", "a word, name, number or sign of the grammar",
                    message.replace("token recognition error at: ", ""));
        }
    }
}
