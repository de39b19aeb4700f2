package org.fabricast.compiler.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A version, compared number by number: 5.006 is before 5.010, 0.9 before 0.23.
 *
 * @param numbers at least one
 */
record ToolVersion(List<Integer> numbers) implements Comparable<ToolVersion> {

    private static final Pattern FORM = Pattern.compile("\\d{1,6}(\\.\\d{1,6}){1,3}");

    ToolVersion {
        numbers = List.copyOf(numbers);
    }

    /** The first version in a tool's own words. */
    static Optional<ToolVersion> in(String output) {
        Matcher matcher = FORM.matcher(output);
        return matcher.find() ? Optional.of(of(matcher.group())) : Optional.empty();
    }

    static ToolVersion of(String text) {
        return new ToolVersion(Arrays.stream(text.split("\\.")).map(Integer::valueOf).toList());
    }

    @Override
    public int compareTo(ToolVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    @Override
    public String toString() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
