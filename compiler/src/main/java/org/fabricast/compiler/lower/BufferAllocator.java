package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Places vectors in an on-chip buffer. If all fit side by side they do not share; otherwise vectors whose lifetimes do not
 * overlap may share addresses (first fit, in the order given).
 */
final class BufferAllocator {

    /**
     * A vector to place.
     *
     * @param name   for reports
     * @param length elements
     * @param first  first phase in which it is alive
     * @param last   last phase
     */
    record Wish(String name, int length, int first, int last) {

        boolean overlaps(Wish other) {
            return first <= other.last && other.first <= last;
        }
    }

    private final int alignment;

    /** @param alignment of every address, a power of two */
    BufferAllocator(int alignment) {
        this.alignment = alignment;
    }

    /** Elements needed side by side. */
    int sum(List<Wish> wishes) {
        return wishes.stream().mapToInt(wish -> align(wish.length())).sum();
    }

    /** Addresses by name, or nothing if the vectors do not fit. */
    Optional<Map<String, Range>> place(List<Wish> wishes, int capacity) {
        boolean share = sum(wishes) > capacity;
        Map<Wish, Range> placed = new LinkedHashMap<>();
        for (Wish wish : wishes) {
            int at = 0;
            boolean moved = true;
            while (moved) {
                moved = false;
                for (Map.Entry<Wish, Range> other : placed.entrySet()) {
                    Range taken = other.getValue();
                    boolean alive = !share || wish.overlaps(other.getKey());
                    if (alive && at < taken.from() + taken.length() && taken.from() < at + wish.length()) {
                        at = align(taken.from() + taken.length());
                        moved = true;
                    }
                }
            }
            if (at + wish.length() > capacity) {
                return Optional.empty();
            }
            placed.put(wish, new Range(at, wish.length()));
        }
        Map<String, Range> byName = new LinkedHashMap<>();
        placed.forEach((wish, range) -> byName.put(wish.name(), range));
        return Optional.of(byName);
    }

    /** Least capacity that lifetimes allow: the largest sum alive in one phase. */
    int peak(List<Wish> wishes) {
        List<Integer> phases = new ArrayList<>();
        wishes.forEach(wish -> phases.add(wish.first()));
        return phases.stream().mapToInt(phase -> wishes.stream()
                .filter(wish -> wish.first() <= phase && phase <= wish.last())
                .mapToInt(wish -> align(wish.length())).sum()).max().orElse(0);
    }

    private int align(int length) {
        return (length + alignment - 1) / alignment * alignment;
    }
}
