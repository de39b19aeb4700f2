package org.fabricast.compiler.lengths;

import java.util.List;

/**
 * Lengths 1 to the last end in consecutive ranges: bucket i holds the lengths behind end i − 1 up to end i.
 *
 * @param ends last length of each bucket, increasing
 */
public record Buckets(List<Integer> ends) {

    public Buckets {
        ends = List.copyOf(ends);
        int before = 0;
        for (int end : ends) {
            if (end <= before) {
                throw new IllegalArgumentException("bucket ends " + ends + " do not increase from 1");
            }
            before = end;
        }
        if (ends.isEmpty()) {
            throw new IllegalArgumentException("no bucket");
        }
    }

    /** Number of buckets. */
    public int count() {
        return ends.size();
    }

    /** First length of bucket {@code index}. */
    public int first(int index) {
        return index == 0 ? 1 : ends.get(index - 1) + 1;
    }

    /** Last length of bucket {@code index}. */
    public int last(int index) {
        return ends.get(index);
    }

    /** The longest length of any bucket. */
    public int longest() {
        return ends.getLast();
    }
}
