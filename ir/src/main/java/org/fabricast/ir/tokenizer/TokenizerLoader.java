package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.json.StrictJson;

/**
 * Reads tokenizers from model directories and artefact directories, and writes them into artefact directories.
 *
 * <p>An artefact directory holds the tokenizer's own file unchanged and {@code tokenizer_facts.json}, which carries what
 * the model's configuration said about special tokens.
 *
 * <p>Errors: F2001, F2002, F2003 files; F2021 no tokenizer; F2022 malformed; F2023 unsupported parts.
 */
public final class TokenizerLoader {

    /** Name of the file that carries the special tokens. */
    public static final String FACTS_FILE = "tokenizer_facts.json";

    /** Longest tokenizer file read. Units: bytes. The largest published ones have about 35 million. */
    private static final long MAXIMUM_BYTES = 256L << 20;

    private TokenizerLoader() {
    }

    /**
     * The tokenizer in a directory, or in a file of either format.
     *
     * <p>Special tokens are those of {@code tokenizer_facts.json} beside it; without that file a {@code tokenizer.json}
     * knows only what its template says, and a {@code tok.bin} has its fixed ones.
     */
    public static Tokenizer load(Path path) {
        Path file = Files.isDirectory(path) ? fileIn(path) : path;
        byte[] bytes = StrictJson.bytes(file, MAXIMUM_BYTES);
        Tokenizer tokenizer = isJson(bytes)
                ? withTemplate(HfTokenizerReader.parse(bytes, file.toString()))
                : Llama2cTokenizer.parse(bytes, file.toString());
        Path facts = file.resolveSibling(FACTS_FILE);
        return Files.isRegularFile(facts) ? withFacts(tokenizer, facts) : tokenizer;
    }

    /**
     * The special tokens of a {@code tokenizer.json} in a model: its template decides about BOS; without a template, a LLaMA
     * configuration prepends it and others do not.
     *
     * @param bos   BOS of the configuration
     * @param ends  end tokens of the configuration
     * @param llama whether the model is a LLaMA
     */
    public static SpecialTokens specials(BosTemplate template, OptionalInt bos, List<Integer> ends, boolean llama) {
        return switch (template) {
            case BosTemplate.Prepends(int token) -> new SpecialTokens(OptionalInt.of(token), ends, true);
            case BosTemplate.Plain() -> new SpecialTokens(bos, ends, false);
            case BosTemplate.Absent() -> new SpecialTokens(bos, ends, llama && bos.isPresent());
        };
    }

    /** Writes what {@link #load} needs into a directory that exists. Deterministic. */
    public static void save(Tokenizer tokenizer, Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : tokenizer.files().entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        Files.write(directory.resolve(FACTS_FILE), facts(tokenizer.specials()).getBytes(StandardCharsets.UTF_8));
    }

    /** The text of {@code tokenizer_facts.json}. */
    public static String facts(SpecialTokens specials) {
        String bos = specials.bos().isPresent() ? String.valueOf(specials.bos().getAsInt()) : "null";
        return "{\"bos\": " + bos + ", \"ends\": " + specials.ends()
                + ", \"prepends_bos\": " + specials.prependsBos() + "}\n";
    }

    private static Path fileIn(Path directory) {
        for (String name : List.of(ByteLevelBpeTokenizer.FILE, Llama2cTokenizer.FILE)) {
            if (Files.isRegularFile(directory.resolve(name))) {
                return directory.resolve(name);
            }
        }
        throw new FabricastException(ErrorCode.F2021, directory.toString(),
                ByteLevelBpeTokenizer.FILE + " or " + Llama2cTokenizer.FILE, "neither", "");
    }

    /** A tok.bin begins with a small little-endian number, so zero bytes are near; text has none. */
    private static boolean isJson(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
        boolean binary = start.chars().anyMatch(c -> c == 0);
        return !binary && start.stripLeading().startsWith("{");
    }

    private static Tokenizer withTemplate(TemplatedTokenizer tokenizer) {
        return tokenizer.withSpecials(specials(tokenizer.template(), OptionalInt.empty(), List.of(), false));
    }

    private static Tokenizer withFacts(Tokenizer tokenizer, Path file) {
        JsonNode root = StrictJson.read(file, 1 << 20);
        boolean good = (root.path("bos").isNull() || id(root.path("bos"), tokenizer))
                && root.path("ends").isArray() && root.path("prepends_bos").isBoolean()
                && !(root.path("bos").isNull() && root.path("prepends_bos").asBoolean());
        List<Integer> ends = new ArrayList<>();
        for (JsonNode end : root.path("ends")) {
            good &= id(end, tokenizer);
            ends.add(end.asInt());
        }
        if (!good) {
            throw new FabricastException(ErrorCode.F2022, file.toString(),
                    "bos (id or null), ends (ids), prepends_bos (boolean), with ids of the vocabulary",
                    HfNodes.shortText(root), "");
        }
        return tokenizer.withSpecials(new SpecialTokens(HfTokenizerReader.optionalId(root.path("bos")), ends,
                root.path("prepends_bos").asBoolean()));
    }

    private static boolean id(JsonNode node, Tokenizer tokenizer) {
        return HfNodes.isTokenId(node) && node.asInt() < tokenizer.vocabSize();
    }
}
