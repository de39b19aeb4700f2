package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes small tokenizer.json files for tests: all 256 bytes as tokens 0–255, then what merges make. */
final class HfFile {

    static final ObjectMapper MAPPER = new ObjectMapper();

    final ObjectNode root = MAPPER.createObjectNode();
    private int next;

    HfFile() {
        root.putArray("added_tokens");
        root.putNull("normalizer");
        set("pre_tokenizer", "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"use_regex\":true}");
        root.putNull("post_processor");
        set("decoder", "{\"type\":\"ByteLevel\"}");
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        model.putObject("vocab");
        model.putArray("merges");
        for (int b = 0; b < 256; b++) {
            token(String.valueOf(ByteAlphabet.character((byte) b)));
        }
    }

    HfFile set(String part, String json) {
        try {
            root.set(part, MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    HfFile model(String part, String json) {
        try {
            ((ObjectNode) root.get("model")).set(part, MAPPER.readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    HfFile token(String text) {
        ((ObjectNode) root.path("model").path("vocab")).put(text, next++);
        return this;
    }

    /** A merge as one string, and its token. */
    HfFile merge(String left, String right) {
        ((ArrayNode) root.path("model").path("merges")).add(left + " " + right);
        return token(left + right);
    }

    /** A merge as a pair, and its token. */
    HfFile mergePair(String left, String right) {
        ((ArrayNode) root.path("model").path("merges")).addArray().add(left).add(right);
        return token(left + right);
    }

    HfFile added(int id, String content, boolean special, List<String> flags) {
        ObjectNode node = ((ArrayNode) root.path("added_tokens")).addObject();
        node.put("id", id).put("content", content).put("special", special);
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            node.put(flag, flags.contains(flag));
        }
        return this;
    }

    byte[] bytes() {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TemplatedTokenizer parse() {
        return HfTokenizerReader.parse(bytes(), "test");
    }
}
