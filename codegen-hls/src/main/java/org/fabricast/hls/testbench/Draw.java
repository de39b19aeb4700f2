package org.fabricast.hls.testbench;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What a value is drawn from: {@code 1..512}, {@code 8, 16, 64}, {@code (n + group - 1) / group}.
 *
 * @param choices at least one; each is as likely as the others
 */
public record Draw(List<Choice> choices) {

    /**
     * A value, or all values between two.
     *
     * @param low  the value, or the least
     * @param high the greatest, included
     */
    record Choice(Formula low, Optional<Formula> high) { }

    public Draw {
        choices = List.copyOf(choices);
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("nothing to draw from");
        }
    }

    /**
     * Reads {@code item, item …} where an item is {@code expression} or {@code expression..expression}.
     *
     * @throws IllegalArgumentException with a message for the author if that is not what the text is
     */
    public static Draw parse(String text) {
        return new DrawParser(text).draw();
    }

    /** Names it needs. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Choice c : choices) {
            names.addAll(c.low().names());
            c.high().ifPresent(high -> names.addAll(high.names()));
        }
        return names;
    }

    /**
     * A value; the ends of a range come up more often than the values between them.
     *
     * @param known   value of every name
     * @param integer whether it is rounded down to an integer
     */
    double sample(Map<String, Double> known, boolean integer, Random random) {
        Choice choice = choices.get(random.nextInt(choices.size()));
        double low = choice.low().value(known, integer);
        if (choice.high().isEmpty()) {
            return low;
        }
        double high = choice.high().get().value(known, integer);
        double value = switch (random.nextInt(8)) {
            case 0 -> low;
            case 1 -> high;
            default -> low + (high - low + (integer ? 1 : 0)) * random.nextDouble();
        };
        return integer ? Math.min(Math.floor(value), Math.max(low, high)) : value;
    }
}
