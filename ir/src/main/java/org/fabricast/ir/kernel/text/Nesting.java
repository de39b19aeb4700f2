package org.fabricast.ir.kernel.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/**
 * Where a text is nested most deeply, for a text too deep to be parsed or lowered by recursion. Depth counts open brackets, the
 * operators and {@code else} before a place in the same statement, and what the functions called there add.
 *
 * @param at    the deepest place
 * @param depth how deep it is
 */
record Nesting(SourceFile.Position at, int depth) {

    /** Passes over the text until the depths of functions that call each other are known; calls in a circle end here. */
    private static final int MOST_PASSES = 100;

    /** The deepest place of a file; its beginning when the file has no tokens. */
    static Nesting deepest(SourceFile file) {
        KernelLanguageLexer lexer = new KernelLanguageLexer(CharStreams.fromString(AstBuilder.withoutByteOrderMark(file.text())));
        lexer.removeErrorListeners();
        List<? extends Token> tokens = lexer.getAllTokens();
        Map<String, Integer> functions = new HashMap<>();
        Nesting deepest = new Nesting(new SourceFile.Position(file, 1, 1), 0);
        boolean changed = true;
        for (int pass = 0; changed && pass < MOST_PASSES; pass++) {
            Map<String, Integer> before = Map.copyOf(functions);
            deepest = new Scan(file, tokens, functions).run();
            changed = !before.equals(functions);
        }
        return deepest;
    }

    /** One pass over the tokens; keeps the depth of each function at the end of the pass before, or of this one if it stands above. */
    private static final class Scan {

        private final SourceFile file;
        private final List<? extends Token> tokens;
        private final Map<String, Integer> functions;
        private final Deque<Integer> outer = new ArrayDeque<>();
        private int brackets;
        private int operators;
        private int outerOperators;
        private Nesting deepest;

        Scan(SourceFile file, List<? extends Token> tokens, Map<String, Integer> functions) {
            this.file = file;
            this.tokens = tokens;
            this.functions = functions;
            this.deepest = new Nesting(new SourceFile.Position(file, 1, 1), 0);
        }

        Nesting run() {
            String function = "";
            int inFunction = 0;
            for (int i = 0; i < tokens.size(); i++) {
                String text = tokens.get(i).getText();
                if (text.equals("fn") || text.equals("kernel")) {
                    function = text.equals("fn") ? text(i + 2) : "";
                    inFunction = 0;
                }
                step(text, text(i + 1));
                int calls = text(i + 1).equals("(") && !text(i - 2).equals("fn") ? functions.getOrDefault(text, 0) : 0;
                int depth = brackets + operators + outerOperators + calls;
                if (depth > deepest.depth) {
                    Token token = tokens.get(i);
                    deepest = new Nesting(new SourceFile.Position(file, token.getLine(), token.getCharPositionInLine() + 1), depth);
                }
                inFunction = Math.max(inFunction, depth);
                if (!function.isEmpty()) {
                    functions.put(function, inFunction + 1);
                }
            }
            return deepest;
        }

        private String text(int i) {
            return i >= 0 && i < tokens.size() ? tokens.get(i).getText() : "";
        }

        private void step(String text, String next) {
            switch (text) {
                case "(", "[", "{" -> {
                    brackets++;
                    outer.push(operators);
                    outerOperators += operators;
                    operators = 0;
                }
                case ")", "]", "}" -> {
                    if (!outer.isEmpty()) {
                        brackets--;
                        operators = outer.pop();
                        outerOperators -= operators;
                    }
                    operators = text.equals("}") && !next.equals("else") ? 0 : operators;
                }
                case ";", "," -> operators = 0;
                case "+", "-", "*", "/", "%", "~", "!", "<<", ">>", "<", "<=", ">", ">=", "==", "!=", "&", "^", "|", "?", "else" ->
                        operators++;
                default -> { }
            }
        }
    }
}
