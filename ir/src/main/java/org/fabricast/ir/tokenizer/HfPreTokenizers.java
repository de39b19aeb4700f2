package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the {@code pre_tokenizer} part of a tokenizer file: ByteLevel, alone or last after Split and Digits. */
final class HfPreTokenizers {

    /** Words of GPT-2: contractions, letters, numbers, other signs, each with at most one space in front; white space. */
    private static final String GPT2 =
            "'(?:[stmd]|re|ve|ll)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private final HfNodes.Finding unsupported;
    private final HfNodes.Finding malformed;
    private final List<PreTokenizer> steps = new ArrayList<>();
    private boolean bytes;

    HfPreTokenizers(HfNodes.Finding unsupported, HfNodes.Finding malformed) {
        this.unsupported = unsupported;
        this.malformed = malformed;
    }

    List<PreTokenizer> read(JsonNode node) {
        add(node, "pre_tokenizer");
        if (!bytes) {
            unsupported.say("pre_tokenizer", "ByteLevel, alone or last in a Sequence",
                    HfNodes.absent(node) ? "none" : "no ByteLevel");
        }
        return steps;
    }

    private void add(JsonNode node, String part) {
        if (HfNodes.absent(node)) {
            return;
        }
        String type = node.path("type").asText("");
        if (bytes) {
            unsupported.say(part, "nothing after ByteLevel", HfNodes.named(type));
            return;
        }
        switch (type) {
            case "ByteLevel" -> byteLevel(node);
            case "Split" -> split(node, part);
            case "Digits" -> steps.add(new PreTokenizer.Cut(
                    pattern(node.path("individual_digits").asBoolean(false) ? "\\p{N}" : "\\p{N}+"), true));
            case "Sequence" -> HfNodes.numbered(node.path("pretokenizers"), part, this::add);
            default -> unsupported.say(part, "ByteLevel, Split, Digits or a Sequence of them", HfNodes.named(type));
        }
    }

    private void byteLevel(JsonNode node) {
        if (node.path("add_prefix_space").asBoolean(true)) {
            steps.add(new PreTokenizer.PrefixSpace());
        }
        if (node.path("use_regex").asBoolean(true)) {
            steps.add(new PreTokenizer.Cut(pattern(GPT2), true));
        }
        bytes = true;
    }

    private void split(JsonNode node, String part) {
        String behavior = node.path("behavior").asText("");
        boolean invert = node.path("invert").asBoolean(false);
        JsonNode regex = node.path("pattern").path("Regex");
        JsonNode literal = node.path("pattern").path("String");
        if (!regex.isTextual() && !literal.isTextual()) {
            malformed.say(part + ".pattern", "a Regex or a String", HfNodes.shortText(node.path("pattern")));
            return;
        }
        // Isolated keeps matches and what is between them, whichever of the two is called the match.
        boolean isolated = behavior.equals("Isolated");
        boolean onlyMatches = behavior.equals("Removed") && invert;
        if (!isolated && !onlyMatches) {
            unsupported.say(part, "Split Isolated, or Removed and inverted",
                    "Split " + HfNodes.named(behavior) + (invert ? ", inverted" : ""));
            return;
        }
        try {
            Pattern pattern = pattern(regex.isTextual() ? regex.asText() : Pattern.quote(literal.asText()));
            steps.add(new PreTokenizer.Cut(pattern, isolated));
        } catch (PatternSyntaxException e) {
            unsupported.say(part + ".pattern", "a regular expression this program can run", e.getDescription());
        }
    }

    /** Classes such as {@code \s} cover Unicode, as in the library these files are written for. */
    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }
}
