package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads the {@code model} part of a tokenizer file: vocabulary and merges, written as {@code "a b"} or {@code ["a","b"]}. */
final class HfBpeModel {

    private static final BpeVocabulary EMPTY =
            new BpeVocabulary(Map.of(), Map.of(), OptionalInt.empty(), false, false);

    private final HfNodes.Finding unsupported;
    private final HfNodes.Finding malformed;

    HfBpeModel(HfNodes.Finding unsupported, HfNodes.Finding malformed) {
        this.unsupported = unsupported;
        this.malformed = malformed;
    }

    BpeVocabulary read(JsonNode model) {
        String type = model.path("type").asText("BPE");
        if (!type.equals("BPE")) {
            unsupported.say("model", "BPE", type);
            return EMPTY;
        }
        refuseUnlessUnset(model, "dropout");
        refuseUnlessUnset(model, "continuing_subword_prefix");
        refuseUnlessUnset(model, "end_of_word_suffix");
        Map<String, Integer> ids = vocabulary(model.path("vocab"));
        OptionalInt unknown = OptionalInt.empty();
        JsonNode unknownToken = model.path("unk_token");
        if (!HfNodes.absent(unknownToken)) {
            Integer id = ids.get(unknownToken.asText());
            if (id == null) {
                malformed.say("model.unk_token", "a token of the vocabulary", HfNodes.shortText(unknownToken));
            } else {
                unknown = OptionalInt.of(id);
            }
        }
        return new BpeVocabulary(ids, merges(model.path("merges"), ids), unknown,
                model.path("fuse_unk").asBoolean(false), model.path("ignore_merges").asBoolean(false));
    }

    private void refuseUnlessUnset(JsonNode model, String field) {
        JsonNode value = model.path(field);
        boolean unset = HfNodes.absent(value) || value.isTextual() && value.asText().isEmpty()
                || value.isNumber() && value.asDouble() == 0;
        if (!unset) {
            unsupported.say("model." + field, "none", HfNodes.shortText(value));
        }
    }

    private Map<String, Integer> vocabulary(JsonNode vocab) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        if (!vocab.isObject() || vocab.isEmpty()) {
            malformed.say("model.vocab", "tokens with their ids", HfNodes.shortText(vocab));
        }
        vocab.properties().forEach(entry -> {
            if (HfNodes.isTokenId(entry.getValue())) {
                ids.put(entry.getKey(), entry.getValue().asInt());
            } else {
                malformed.say("model.vocab, token \"" + entry.getKey() + "\"", "an id from 0",
                        HfNodes.shortText(entry.getValue()));
            }
        });
        return ids;
    }

    private Map<Long, PairMerger.Merge> merges(JsonNode list, Map<String, Integer> ids) {
        Map<Long, PairMerger.Merge> merges = new HashMap<>();
        if (!list.isArray()) {
            malformed.say("model.merges", "a list of pairs", HfNodes.shortText(list));
        }
        HfNodes.numbered(list, "model.merges", (node, part) -> {
            List<String> pair = pair(node);
            Integer left = pair.size() == 2 ? ids.get(pair.get(0)) : null;
            Integer right = pair.size() == 2 ? ids.get(pair.get(1)) : null;
            Integer joined = pair.size() == 2 ? ids.get(pair.get(0) + pair.get(1)) : null;
            if (left == null || right == null || joined == null) {
                malformed.say(part, "two tokens of the vocabulary that together are one", HfNodes.shortText(node));
                return;
            }
            merges.putIfAbsent(BpeVocabulary.pair(left, right), new PairMerger.Merge(merges.size(), joined));
        });
        return merges;
    }

    private static List<String> pair(JsonNode node) {
        if (node.isTextual()) {
            String text = node.asText();
            int space = text.indexOf(' ');
            return space < 0 ? List.of(text) : List.of(text.substring(0, space), text.substring(space + 1));
        }
        boolean two = node.isArray() && node.size() == 2 && node.path(0).isTextual() && node.path(1).isTextual();
        return two ? List.of(node.path(0).asText(), node.path(1).asText()) : List.of();
    }
}
