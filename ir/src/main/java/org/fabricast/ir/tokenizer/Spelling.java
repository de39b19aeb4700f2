package org.fabricast.ir.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The bytes of each id of a {@code tokenizer.json}. */
final class Spelling {

    private Spelling() {
    }

    /** Bytes by id; ids no token uses, and special ones, spell nothing. */
    static List<byte[]> of(BpeVocabulary vocabulary, List<AddedToken> added, Function<String, byte[]> bytesOf) {
        int size = 0;
        for (int id : vocabulary.ids().values()) {
            size = Math.max(size, id + 1);
        }
        for (AddedToken token : added) {
            size = Math.max(size, token.id() + 1);
        }
        byte[][] bytes = new byte[size][];
        Arrays.fill(bytes, new byte[0]);
        vocabulary.ids().forEach((text, id) -> bytes[id] = bytesOf.apply(text));
        for (AddedToken token : added) {
            bytes[token.id()] = token.special() ? new byte[0] : token.content().getBytes(StandardCharsets.UTF_8);
        }
        return List.of(bytes);
    }

    static void requireInside(SpecialTokens specials, int size) {
        if (specials.bound() > size) {
            throw new IllegalArgumentException("special tokens " + specials + " outside " + size + " tokens");
        }
    }
}
