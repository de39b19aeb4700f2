package org.fabricast.ir.tokenizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tokens and merges of a byte-level BPE model.
 *
 * @param ids          token text in the byte alphabet to id
 * @param merges       pair of ids, left in the upper 32 bits, to what it becomes; the cost is the rank
 * @param unknown      token for bytes that are not in the vocabulary
 * @param fuseUnknown  whether neighbouring unknown bytes become one token
 * @param ignoreMerges whether a word that is a token is taken whole
 */
record BpeVocabulary(Map<String, Integer> ids, Map<Long, PairMerger.Merge> merges, OptionalInt unknown,
                     boolean fuseUnknown, boolean ignoreMerges) {

    BpeVocabulary {
        ids = Map.copyOf(ids);
        merges = Map.copyOf(merges);
    }

    static long pair(int left, int right) {
        return (long) left << 32 | Integer.toUnsignedLong(right);
    }

    /**
     * Appends the tokens of one word, in UTF-8.
     *
     * @return false if a byte has neither a token nor an unknown token to stand for it
     */
    boolean encode(byte[] word, List<Integer> out) {
        StringBuilder text = new StringBuilder(word.length);
        for (byte b : word) {
            text.append(ByteAlphabet.character(b));
        }
        if (ignoreMerges) {
            Integer whole = ids.get(text.toString());
            if (whole != null) {
                out.add(whole);
                return true;
            }
        }
        int[] tokens = new int[word.length];
        int count = 0;
        boolean afterUnknown = false;
        for (int i = 0; i < word.length; i++) {
            Integer id = ids.get(String.valueOf(text.charAt(i)));
            if (id == null && unknown.isEmpty()) {
                return false;
            }
            if (id != null) {
                tokens[count++] = id;
            } else if (!(fuseUnknown && afterUnknown)) {
                tokens[count++] = unknown.getAsInt();
            }
            afterUnknown = id == null;
        }
        for (int token : PairMerger.merge(java.util.Arrays.copyOf(tokens, count), this::merge)) {
            out.add(token);
        }
        return true;
    }

    private Optional<PairMerger.Merge> merge(int left, int right) {
        return Optional.ofNullable(merges.get(pair(left, right)));
    }
}
