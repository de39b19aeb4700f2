package org.fabricast.ir.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Cuts a text at added tokens: leftmost first, the longest of those that begin at one place. */
final class AddedTokenFinder {

    /**
     * A stretch of text, or an added token found in it.
     *
     * @param text  the stretch; empty for a token
     * @param token the token's id; empty for a stretch
     */
    record Piece(String text, OptionalInt token) {
    }

    private final Map<Character, List<AddedToken>> byFirst = new HashMap<>();

    AddedTokenFinder(List<AddedToken> tokens) {
        for (AddedToken token : tokens) {
            byFirst.computeIfAbsent(token.content().charAt(0), c -> new ArrayList<>()).add(token);
        }
        byFirst.values().forEach(list -> list.sort(
                Comparator.comparingInt((AddedToken t) -> t.content().length()).reversed()));
    }

    /** The text in order, without empty stretches. */
    List<Piece> cut(String text) {
        List<Piece> pieces = new ArrayList<>();
        int done = 0;
        int at = 0;
        while (at < text.length()) {
            Optional<AddedToken> longest = longestAt(text, at);
            if (longest.isEmpty()) {
                at++;
                continue;
            }
            AddedToken found = longest.get();
            int begin = at;
            int end = at + found.content().length();
            if (found.stripLeft()) {
                while (begin > done && isSpace(text.charAt(begin - 1))) {
                    begin--;
                }
            }
            if (found.stripRight()) {
                while (end < text.length() && isSpace(text.charAt(end))) {
                    end++;
                }
            }
            addText(pieces, text.substring(done, begin));
            pieces.add(new Piece("", OptionalInt.of(found.id())));
            done = end;
            at = end;
        }
        addText(pieces, text.substring(done));
        return pieces;
    }

    private Optional<AddedToken> longestAt(String text, int at) {
        for (AddedToken token : byFirst.getOrDefault(text.charAt(at), List.of())) {
            if (text.startsWith(token.content(), at)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static void addText(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, OptionalInt.empty()));
        }
    }
}
