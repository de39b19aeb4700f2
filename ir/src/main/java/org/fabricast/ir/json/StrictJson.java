package org.fabricast.ir.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Reads one JSON object and nothing else: duplicate keys, trailing text, and roots that are not objects are refused.
 *
 * <p>Errors: F2001 file missing, F2002 unreadable or longer than the caller allows, F2003 not JSON (with line and
 * column).
 */
public final class StrictJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {
    }

    /**
     * The object in a file.
     *
     * @param maximumBytes longest file read; a longer one is refused before it is opened
     */
    public static JsonNode read(Path file, long maximumBytes) {
        return parse(bytes(file, maximumBytes), file.toString());
    }

    /** The object in a document that is already in memory; {@code subject} names it in messages. */
    public static JsonNode parse(byte[] document, String subject) {
        JsonNode root;
        try {
            root = MAPPER.readTree(document);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String place = at == null ? subject : subject + ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new FabricastException(ErrorCode.F2003, place, "JSON", firstLine(e.getOriginalMessage()), "");
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F2003, subject, "JSON in UTF-8", firstLine(e.toString()), "");
        }
        if (!root.isObject()) {
            throw new FabricastException(ErrorCode.F2003, subject, "a JSON object",
                    document.length == 0 ? "an empty file" : root.getNodeType().name().toLowerCase(Locale.ROOT), "");
        }
        return root;
    }

    /**
     * All bytes of a file of bounded size.
     *
     * @param maximumBytes longest file read; a longer one is refused before it is opened
     */
    public static byte[] bytes(Path file, long maximumBytes) {
        if (!Files.isRegularFile(file)) {
            throw new FabricastException(ErrorCode.F2001, file.toString(), "a file",
                    Files.exists(file) ? "something else" : "nothing", "");
        }
        try {
            long size = Files.size(file);
            if (size > maximumBytes) {
                throw new FabricastException(ErrorCode.F2002, file.toString(), "at most " + maximumBytes + " bytes",
                        size + " bytes", "");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F2002, file.toString(), "a readable file", firstLine(e.toString()), "");
        }
    }

    private static String firstLine(String message) {
        String text = message == null || message.isBlank() ? "unreadable text" : message.strip();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end).strip();
    }
}
