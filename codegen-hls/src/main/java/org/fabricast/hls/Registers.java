package org.fabricast.hls;

import java.util.LinkedHashMap;
import java.util.Map;

/** Data registers in the order of their first mention, each with its width. */
final class Registers {

    private final Map<String, Integer> bits = new LinkedHashMap<>();

    /** Makes sure there is such a register; returns its name. */
    String add(String name, int width) {
        Integer before = bits.putIfAbsent(name, width);
        if (before != null && before != width) {
            throw new AssertionError("register " + name + " with " + before + " and " + width + " bits");
        }
        return name;
    }

    Map<String, Integer> all() {
        return bits;
    }

    /** Bits of all registers together. */
    int totalBits() {
        return bits.values().stream().mapToInt(Integer::intValue).sum();
    }
}
