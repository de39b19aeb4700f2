package org.fabricast.ir.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** Small questions about JSON nodes of a tokenizer file. */
final class HfNodes {

    private static final int SHOWN = 80;

    /** How a reader says what it found in a named part. */
    @FunctionalInterface
    interface Finding {
        void say(String part, String expected, String found);
    }

    private HfNodes() {
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    static boolean isTokenId(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0;
    }

    static String named(String type) {
        return type.isEmpty() ? "a part without a type" : type;
    }

    static String shortText(JsonNode node) {
        String text = absent(node) ? "nothing" : node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Visits the elements of an array with {@code part[index]} as their name. */
    static void numbered(JsonNode array, String part, BiConsumer<JsonNode, String> visit) {
        int index = 0;
        for (JsonNode element : array) {
            visit.accept(element, part + "[" + index++ + "]");
        }
    }
}
