package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.json.StrictJson;

/**
 * Reads a Hugging Face {@code tokenizer.json} and lists everything it cannot do, all at once.
 *
 * <p>Understood: model BPE; byte-level, with ByteLevel alone or after Split and Digits in a Sequence, normalizers NFC, NFD,
 * NFKC, NFKD and decoder ByteLevel; or with byte fallback and visible spaces ({@link HfMetaspace}); post-processors ByteLevel
 * and TemplateProcessing with at most one token in front. {@code truncation} and {@code padding} are settings of a training
 * batch and are not applied.
 *
 * <p>Errors: F2003 not JSON, F2022 malformed, F2023 unsupported part.
 */
final class HfTokenizerReader {

    private final String subject;
    private final JsonNode root;
    private final List<Diagnostic> findings = new ArrayList<>();

    private HfTokenizerReader(String subject, JsonNode root) {
        this.subject = subject;
        this.root = root;
    }

    static TemplatedTokenizer parse(byte[] file, String subject) {
        HfTokenizerReader reader = new HfTokenizerReader(subject, StrictJson.parse(file, subject));
        return HfMetaspace.recognises(reader.root)
                ? new MetaspaceBpeTokenizer(file.clone(), reader.metaspace(), SpecialTokens.NONE)
                : new ByteLevelBpeTokenizer(file.clone(), reader.byteLevel(), SpecialTokens.NONE);
    }

    private MetaspaceBpeTokenizer.Parts metaspace() {
        HfMetaspace reader = new HfMetaspace(this::unsupported);
        Metaspace spaces = reader.spaces(root.path("normalizer"), root.path("pre_tokenizer"));
        BosTemplate template = postProcessor(root.path("post_processor"), "post_processor");
        boolean stripFirst = reader.stripsFirst(root.path("decoder"));
        BpeVocabulary vocabulary = new HfBpeModel(this::unsupported, this::malformed).read(root.path("model"));
        List<AddedToken> added = addedTokens(root.path("added_tokens"));
        checkIds(vocabulary.ids(), added, template);
        throwIfAny();
        return new MetaspaceBpeTokenizer.Parts(vocabulary, added, spaces, stripFirst, template);
    }

    private ByteLevelBpeTokenizer.Parts byteLevel() {
        List<Normalizer.Form> forms = new ArrayList<>();
        normalizer(root.path("normalizer"), "normalizer", forms);
        List<PreTokenizer> steps = new HfPreTokenizers(this::unsupported, this::malformed).read(root.path("pre_tokenizer"));
        BosTemplate template = postProcessor(root.path("post_processor"), "post_processor");
        String decoder = root.path("decoder").path("type").asText("none");
        if (!decoder.equals("ByteLevel")) {
            unsupported("decoder", "ByteLevel", decoder);
        }
        BpeVocabulary vocabulary = new HfBpeModel(this::unsupported, this::malformed).read(root.path("model"));
        List<AddedToken> added = addedTokens(root.path("added_tokens"));
        checkIds(vocabulary.ids(), added, template);
        throwIfAny();
        return new ByteLevelBpeTokenizer.Parts(vocabulary, added, forms, steps, template);
    }

    private void throwIfAny() {
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
    }

    private void unsupported(String part, String expected, String found) {
        findings.add(new Diagnostic(ErrorCode.F2023, subject + ", " + part, expected, found, ""));
    }

    private void malformed(String part, String expected, String found) {
        findings.add(new Diagnostic(ErrorCode.F2022, subject + ", " + part, expected, found, ""));
    }

    private void normalizer(JsonNode node, String part, List<Normalizer.Form> forms) {
        if (HfNodes.absent(node)) {
            return;
        }
        String type = node.path("type").asText("");
        switch (type) {
            case "NFC" -> forms.add(Normalizer.Form.NFC);
            case "NFD" -> forms.add(Normalizer.Form.NFD);
            case "NFKC" -> forms.add(Normalizer.Form.NFKC);
            case "NFKD" -> forms.add(Normalizer.Form.NFKD);
            case "Sequence" -> HfNodes.numbered(node.path("normalizers"), part, (n, p) -> normalizer(n, p, forms));
            default -> unsupported(part, "none, NFC, NFD, NFKC or NFKD", HfNodes.named(type));
        }
    }

    private BosTemplate postProcessor(JsonNode node, String part) {
        if (HfNodes.absent(node)) {
            return new BosTemplate.Absent();
        }
        String type = node.path("type").asText("");
        return switch (type) {
            // ByteLevel here moves offsets only.
            case "ByteLevel" -> new BosTemplate.Absent();
            case "TemplateProcessing" -> template(node, part);
            case "Sequence" -> {
                List<BosTemplate> found = new ArrayList<>();
                HfNodes.numbered(node.path("processors"), part, (n, p) -> found.add(postProcessor(n, p)));
                List<BosTemplate> said = found.stream().filter(t -> !(t instanceof BosTemplate.Absent)).toList();
                if (said.size() > 1) {
                    unsupported(part, "at most one template", said.size() + " templates");
                }
                yield said.isEmpty() ? new BosTemplate.Absent() : said.getFirst();
            }
            default -> {
                unsupported(part, "none, ByteLevel or TemplateProcessing", HfNodes.named(type));
                yield new BosTemplate.Absent();
            }
        };
    }

    private BosTemplate template(JsonNode node, String part) {
        List<Integer> before = new ArrayList<>();
        boolean text = false;
        boolean plain = node.path("single").isArray();
        for (JsonNode item : node.path("single")) {
            if (item.has("Sequence")) {
                plain &= !text;
                text = true;
            } else {
                String name = item.path("SpecialToken").path("id").asText("");
                JsonNode ids = node.path("special_tokens").path(name).path("ids");
                plain &= !text && ids.isArray() && !ids.isEmpty();
                for (JsonNode id : ids) {
                    plain &= HfNodes.isTokenId(id);
                    before.add(id.asInt());
                }
            }
        }
        if (!plain || !text || before.size() > 1) {
            unsupported(part + ".single", "the text, with at most one known token in front",
                    HfNodes.shortText(node.path("single")));
            return new BosTemplate.Absent();
        }
        return before.isEmpty() ? new BosTemplate.Plain() : new BosTemplate.Prepends(before.getFirst());
    }

    private List<AddedToken> addedTokens(JsonNode list) {
        List<AddedToken> tokens = new ArrayList<>();
        HfNodes.numbered(list, "added_tokens", (node, part) -> {
            String content = node.path("content").asText("");
            if (!HfNodes.isTokenId(node.path("id")) || content.isEmpty()) {
                malformed(part, "an id and a content", HfNodes.shortText(node));
                return;
            }
            if (node.path("single_word").asBoolean(false)) {
                unsupported(part, "single_word false", "single_word true for \"" + content + "\"");
            }
            tokens.add(new AddedToken(node.path("id").asInt(), content, node.path("lstrip").asBoolean(false),
                    node.path("rstrip").asBoolean(false), node.path("normalized").asBoolean(false),
                    node.path("special").asBoolean(false)));
        });
        return tokens;
    }

    /** No id names two tokens, and none lies so high that tables by id would be mostly holes. */
    private void checkIds(Map<String, Integer> vocabulary, List<AddedToken> added, BosTemplate template) {
        Map<Integer, String> names = new LinkedHashMap<>();
        long bound = 65_536L + 2L * (vocabulary.size() + added.size());
        vocabulary.forEach((text, id) -> checkId(names, text, id, bound));
        for (AddedToken token : added) {
            if (!token.content().equals(names.get(token.id()))) {
                checkId(names, token.content(), token.id(), bound);
            }
        }
        if (template instanceof BosTemplate.Prepends prepends && !names.containsKey(prepends.token())) {
            malformed("post_processor", "a token of the vocabulary", "id " + prepends.token());
        }
    }

    private void checkId(Map<Integer, String> names, String text, int id, long bound) {
        if (id >= bound) {
            malformed("token \"" + text + "\"", "an id below " + bound, String.valueOf(id));
            return;
        }
        String other = names.putIfAbsent(id, text);
        if (other != null) {
            malformed("token \"" + text + "\"", "an id of its own", "id " + id + ", which \"" + other + "\" has");
        }
    }

    static OptionalInt optionalId(JsonNode node) {
        return HfNodes.isTokenId(node) ? OptionalInt.of(node.asInt()) : OptionalInt.empty();
    }
}
