package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.WeightFile;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * The table of a safetensors file: int64 length of a JSON object that gives every tensor's type, shape and place, and behind
 * it the tensors without a gap.
 *
 * <p>Errors, all at once: F2003 not JSON, F2014 unknown type, F2015 header, F2016 entry, F2017 overlap, F2018 unclaimed
 * bytes, F2019 name twice. Source: the safetensors format.
 */
final class SafetensorsHeader {

    /** Longest header the format allows. Units: bytes. */
    private static final long LONGEST = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /**
     * One tensor.
     *
     * @param type  element type
     * @param shape extents, slowest first
     * @param begin first byte, counted from the end of the header
     * @param end   byte behind the last
     */
    record Entry(SafetensorsType type, List<Long> shape, long begin, long end) {
    }

    private final String subject;
    private final long dataBytes;
    private final Findings findings;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final long dataOffset;
    private boolean complete = true;

    private SafetensorsHeader(String subject, long dataOffset, long dataBytes, Findings findings) {
        this.subject = subject;
        this.dataOffset = dataOffset;
        this.dataBytes = dataBytes;
        this.findings = findings;
    }

    /** The table of a file; what is wrong with it is added to {@code findings}. */
    static SafetensorsHeader read(WeightFile file, Findings findings) {
        String subject = file.path().toString();
        if (file.size() < Long.BYTES) {
            findings.add(ErrorCode.F2015, subject, "a header length of 8 bytes", file.size() + " bytes");
            return new SafetensorsHeader(subject, 0, 0, findings);
        }
        long length = file.bytes(0, Long.BYTES).getLong();
        long room = Math.min(LONGEST, file.size() - Long.BYTES);
        if (length < 2 || length > room) {
            findings.add(ErrorCode.F2015, subject + ", header length", "2 to " + room, Long.toUnsignedString(length));
            return new SafetensorsHeader(subject, 0, 0, findings);
        }
        byte[] json = file.bytes(Long.BYTES, (int) length).array();
        SafetensorsHeader header = new SafetensorsHeader(subject, Long.BYTES + length, file.size() - Long.BYTES - length,
                findings);
        header.parse(json);
        // With entries missing, gaps would be reported that are none.
        if (header.complete) {
            header.checkPlaces();
        }
        return header;
    }

    /** Tensors by name, in the order of the table. */
    Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Where an entry's bytes begin in the file. */
    long offset(Entry entry) {
        return dataOffset + entry.begin;
    }

    private void parse(byte[] json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                notATable("an object");
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                JsonNode value = MAPPER.readTree(parser);
                if (!name.equals(METADATA)) {
                    add(name, value);
                }
            }
            if (parser.nextToken() != null) {
                notATable("nothing behind the object");
            }
        } catch (JsonProcessingException e) {
            complete = false;
            findings.add(ErrorCode.F2003, subject + ", header", "JSON", e.getOriginalMessage().lines().findFirst().orElse("none"));
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F2002, subject, "a readable file", e.toString(), "");
        }
    }

    private void notATable(String expected) {
        complete = false;
        findings.add(ErrorCode.F2015, subject + ", header", expected, "something else");
    }

    private void add(String name, JsonNode node) {
        String place = subject + ", tensor " + name;
        Optional<Entry> entry = entry(place, node);
        if (entry.isEmpty()) {
            complete = false;
            return;
        }
        if (entries.putIfAbsent(name, entry.get()) != null) {
            complete = false;
            findings.add(ErrorCode.F2019, place, "one tensor of this name", "another one");
        }
    }

    private Optional<Entry> entry(String place, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        boolean good = node.path("dtype").isTextual() && node.path("shape").isArray() && offsets.isArray()
                && offsets.size() == 2;
        List<Long> numbers = new ArrayList<>();
        node.path("shape").forEach(n -> numbers.add(natural(n)));
        int rank = numbers.size();
        offsets.forEach(n -> numbers.add(natural(n)));
        if (!good || numbers.contains(-1L)) {
            findings.add(ErrorCode.F2016, place, "dtype, shape and two data_offsets, with numbers from 0", shortText(node));
            return Optional.empty();
        }
        Optional<SafetensorsType> type = SafetensorsType.of(node.path("dtype").asText());
        if (type.isEmpty()) {
            findings.add(ErrorCode.F2014, place, "a known element type", node.path("dtype").asText());
            return Optional.empty();
        }
        Entry entry = new Entry(type.get(), List.copyOf(numbers.subList(0, rank)), numbers.get(rank), numbers.get(rank + 1));
        return checked(place, entry);
    }

    private Optional<Entry> checked(String place, Entry entry) {
        if (entry.begin > entry.end || entry.end > dataBytes) {
            findings.add(ErrorCode.F2016, place, "data_offsets inside " + dataBytes + " bytes",
                    entry.begin + " to " + entry.end);
            return Optional.empty();
        }
        long needed;
        try {
            needed = entry.type.bytes();
            for (long extent : entry.shape) {
                needed = Math.multiplyExact(needed, extent);
            }
        } catch (ArithmeticException e) {
            needed = Long.MAX_VALUE;
        }
        if (needed != entry.end - entry.begin) {
            findings.add(ErrorCode.F2016, place, entry.type + entry.shape.toString() + " to have "
                    + (needed == Long.MAX_VALUE ? "countable" : needed) + " bytes", (entry.end - entry.begin) + " bytes");
            return Optional.empty();
        }
        return Optional.of(entry);
    }

    /** The tensors in the order of their places must touch, and fill the file. */
    private void checkPlaces() {
        List<Map.Entry<String, Entry>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin)
                .thenComparingLong(e -> e.getValue().end));
        long at = 0;
        String before = "the header";
        for (Map.Entry<String, Entry> tensor : sorted) {
            long begin = tensor.getValue().begin;
            if (begin < at) {
                findings.add(ErrorCode.F2017, subject + ", tensor " + tensor.getKey(), "to begin behind " + before + " at " + at,
                        "begin " + begin);
            } else if (begin > at) {
                findings.add(ErrorCode.F2018, subject + ", tensor " + tensor.getKey(), "to begin behind " + before + " at " + at,
                        (begin - at) + " bytes between");
            }
            at = Math.max(at, tensor.getValue().end);
            before = tensor.getKey();
        }
        if (at < dataBytes) {
            findings.add(ErrorCode.F2018, subject, "to end behind " + before + " at " + at, (dataBytes - at) + " more bytes");
        }
    }

    private static long natural(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0 ? node.longValue() : -1;
    }

    private static String shortText(JsonNode node) {
        String text = node.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
