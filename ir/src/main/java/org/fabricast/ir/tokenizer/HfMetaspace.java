package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how a tokenizer file treats spaces: a normalizer of Prepend and Replace, or a Metaspace pre-tokenizer; and the
 * decoder that undoes it.
 */
final class HfMetaspace {

    private static final String SPACE = String.valueOf(Metaspace.SPACE);

    private final HfNodes.Finding unsupported;

    HfMetaspace(HfNodes.Finding unsupported) {
        this.unsupported = unsupported;
    }

    /** Whether a file is of this kind rather than byte-level. */
    static boolean recognises(JsonNode root) {
        return root.path("model").path("byte_fallback").asBoolean(false)
                || root.path("pre_tokenizer").path("type").asText("").equals("Metaspace");
    }

    /** How spaces become visible. */
    Metaspace spaces(JsonNode normalizer, JsonNode preTokenizer) {
        if (HfNodes.absent(preTokenizer)) {
            return normalizer(normalizer);
        }
        if (!HfNodes.absent(normalizer)) {
            unsupported.say("normalizer", "none beside a pre-tokenizer", HfNodes.shortText(normalizer));
        }
        return preTokenizer(preTokenizer);
    }

    private Metaspace normalizer(JsonNode node) {
        List<JsonNode> steps = new ArrayList<>();
        if (node.path("type").asText("").equals("Sequence")) {
            node.path("normalizers").forEach(steps::add);
        } else if (!HfNodes.absent(node)) {
            steps.add(node);
        }
        boolean prepends = !steps.isEmpty() && steps.getFirst().path("type").asText("").equals("Prepend")
                && steps.getFirst().path("prepend").asText("").equals(SPACE);
        List<JsonNode> rest = prepends ? steps.subList(1, steps.size()) : steps;
        boolean replaces = rest.size() == 1 && replaces(rest.getFirst(), " ", SPACE);
        if (!replaces) {
            unsupported.say("normalizer", "Prepend of U+2581 and Replace of spaces by it, or a Metaspace pre-tokenizer",
                    HfNodes.shortText(node));
        }
        return new Metaspace(prepends ? Metaspace.Front.ALWAYS : Metaspace.Front.NEVER);
    }

    private Metaspace preTokenizer(JsonNode node) {
        boolean metaspace = node.path("type").asText("").equals("Metaspace")
                && node.path("replacement").asText(SPACE).equals(SPACE) && !node.path("split").asBoolean(true);
        if (!metaspace) {
            unsupported.say("pre_tokenizer", "none, or Metaspace with split false", HfNodes.shortText(node));
        }
        String old = node.path("add_prefix_space").asBoolean(true) ? "always" : "never";
        return new Metaspace(switch (node.path("prepend_scheme").asText(old)) {
            case "always" -> Metaspace.Front.UNLESS_THERE;
            case "first" -> Metaspace.Front.FIRST_UNLESS_THERE;
            case "never" -> Metaspace.Front.NEVER;
            default -> {
                unsupported.say("pre_tokenizer.prepend_scheme", "always, first or never",
                        HfNodes.shortText(node.path("prepend_scheme")));
                yield Metaspace.Front.NEVER;
            }
        });
    }

    /** Whether decoding drops one leading space. */
    boolean stripsFirst(JsonNode decoder) {
        List<JsonNode> steps = new ArrayList<>();
        decoder.path("decoders").forEach(steps::add);
        boolean sequence = decoder.path("type").asText("").equals("Sequence") && steps.size() >= 3
                && replaces(steps.get(0), SPACE, " ") && steps.get(1).path("type").asText("").equals("ByteFallback")
                && steps.get(2).path("type").asText("").equals("Fuse");
        boolean strips = steps.size() == 4 && steps.get(3).path("type").asText("").equals("Strip")
                && steps.get(3).path("content").asText("").equals(" ") && steps.get(3).path("start").asInt(0) == 1
                && steps.get(3).path("stop").asInt(0) == 0;
        if (!sequence || steps.size() > 3 && !strips) {
            unsupported.say("decoder", "a Sequence of Replace, ByteFallback, Fuse and perhaps Strip of one space in front",
                    HfNodes.shortText(decoder));
        }
        return strips;
    }

    private static boolean replaces(JsonNode node, String what, String by) {
        return node.path("type").asText("").equals("Replace") && node.path("pattern").path("String").asText("").equals(what)
                && node.path("content").asText("").equals(by);
    }
}
