package org.fabricast.ir.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Tokens and merges of a BPE model.
 *
 * @param ids          token text to id
 * @param merges       pair of ids, left in the upper 32 bits, to what it becomes; the cost is the rank
 * @param unknown      token for characters that are not in the vocabulary
 * @param fuseUnknown  whether neighbouring unknown characters become one token
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
     * Appends the tokens of one word.
     *
     * @param instead tokens for a character that is none; none at all make it unknown
     */
    void encode(String word, Function<String, List<Integer>> instead, List<Integer> out) {
        if (ignoreMerges) {
            Integer whole = ids.get(word);
            if (whole != null) {
                out.add(whole);
                return;
            }
        }
        List<Integer> tokens = new ArrayList<>();
        boolean afterUnknown = false;
        for (int at = 0; at < word.length(); ) {
            int next = word.offsetByCodePoints(at, 1);
            String character = word.substring(at, next);
            at = next;
            Integer id = ids.get(character);
            List<Integer> found = id != null ? List.of(id) : instead.apply(character);
            tokens.addAll(found);
            if (found.isEmpty() && !(fuseUnknown && afterUnknown)) {
                tokens.add(unknown.orElseThrow());
            }
            afterUnknown = found.isEmpty();
        }
        for (int token : PairMerger.merge(tokens.stream().mapToInt(Integer::intValue).toArray(), this::merge)) {
            out.add(token);
        }
    }

    private Optional<PairMerger.Merge> merge(int left, int right) {
        return Optional.ofNullable(merges.get(pair(left, right)));
    }
}
