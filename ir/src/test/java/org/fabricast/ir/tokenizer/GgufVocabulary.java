package org.fabricast.ir.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The key-value part of a vocabulary-only GGUF file and its list of texts with their ids, as independent reference. */
final class GgufVocabulary {

    /** A text and the ids llama.cpp gives it. */
    record Case(String text, int[] ids) {
    }

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final ByteBuffer in;

    GgufVocabulary(Path file) throws IOException {
        in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        in.position(16);
        long count = in.getLong();
        for (long i = 0; i < count; i++) {
            String key = string();
            values.put(key, value(in.getInt()));
        }
    }

    static List<Case> cases(Path input, Path output) throws IOException {
        String[] texts = Files.readString(input).split("\n__ggml_vocab_test__\n", -1);
        List<String> lines = Files.readAllLines(output);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            cases.add(new Case(texts[i], line.isEmpty() ? new int[0]
                    : Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray()));
        }
        return cases;
    }

    List<String> strings(String key) {
        return ((List<?>) values.get(key)).stream().map(String.class::cast).toList();
    }

    List<Float> floats(String key) {
        return ((List<?>) values.get(key)).stream().map(Float.class::cast).toList();
    }

    private String string() {
        byte[] bytes = new byte[Math.toIntExact(in.getLong())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Object value(int type) {
        return switch (type) {
            case 0, 1, 7 -> in.get();
            case 2, 3 -> in.getShort();
            case 4, 5 -> in.getInt();
            case 6 -> in.getFloat();
            case 8 -> string();
            case 9 -> {
                int element = in.getInt();
                long length = in.getLong();
                List<Object> list = new ArrayList<>();
                for (long i = 0; i < length; i++) {
                    list.add(value(element));
                }
                yield list;
            }
            case 10, 11 -> in.getLong();
            case 12 -> in.getDouble();
            default -> throw new IllegalStateException("type " + type);
        };
    }
}
