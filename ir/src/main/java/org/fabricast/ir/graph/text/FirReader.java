package org.fabricast.ir.graph.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;

/**
 * Reads the textual form. The result is verified.
 *
 * <p>Errors, each with line and column: all errors of syntax (F2201) at once; if there are none, all errors of words,
 * operands, numbers, types and files (F22xx, F21xx) at once.
 */
public final class FirReader {

    private FirReader() {
    }

    /** Reads a file and the side file it names. */
    public static Graph read(Path file) {
        String source = file.getFileName().toString();
        try {
            return parse(Files.readString(file), source, Optional.of(file.toAbsolutePath().getParent()));
        } catch (CharacterCodingException notText) {
            throw new FabricastException(ErrorCode.F2201, source, "text in UTF-8", "other bytes", "");
        } catch (IOException unreadable) {
            throw new FabricastException(ErrorCode.F1002, source, "a readable file", unreadable.toString(), "");
        }
    }

    /** Reads a text that has all its constants inside; {@code source} is its name in messages. */
    public static Graph parse(String text, String source) {
        return parse(text, source, Optional.empty());
    }

    private static Graph parse(String text, String source, Optional<Path> directory) {
        Findings findings = new Findings(source);
        SyntaxErrors listener = new SyntaxErrors(findings);
        FirLexer lexer = new FirLexer(CharStreams.fromString(text, source));
        lexer.removeErrorListeners();
        lexer.addErrorListener(listener);
        FirParser parser = new FirParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(listener);
        FirParser.GraphContext tree = parser.graph();
        findings.throwIfAny();
        return new GraphReader(findings, directory).read(tree);
    }
}
