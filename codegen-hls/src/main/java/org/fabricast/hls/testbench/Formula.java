package org.fabricast.hls.testbench;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An arithmetic expression over arguments that are known already: {@code (n + group - 1) / group}. */
sealed interface Formula {

    /** A number. */
    record Number(double value) implements Formula { }

    /** An argument, or {@code lanes}. */
    record Name(String name) implements Formula { }

    /** Two operands. */
    record Binary(Operator operator, Formula left, Formula right) implements Formula { }

    /** The operators; a quotient of integers is rounded down. */
    enum Operator { ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER }

    /** Names it needs. */
    default Set<String> names() {
        Set<String> names = new HashSet<>();
        switch (this) {
            case Number n -> { }
            case Name n -> names.add(n.name());
            case Binary b -> {
                names.addAll(b.left().names());
                names.addAll(b.right().names());
            }
        }
        return names;
    }

    /**
     * Its value.
     *
     * @param known   value of every name
     * @param integer whether quotients are rounded down
     */
    default double value(Map<String, Double> known, boolean integer) {
        return switch (this) {
            case Number n -> n.value();
            case Name n -> known.get(n.name());
            case Binary b -> {
                double l = b.left().value(known, integer);
                double r = b.right().value(known, integer);
                yield switch (b.operator()) {
                    case ADD -> l + r;
                    case SUBTRACT -> l - r;
                    case MULTIPLY -> l * r;
                    case DIVIDE -> integer ? Math.floor(l / r) : l / r;
                    case REMAINDER -> l - r * Math.floor(l / r);
                };
            }
        };
    }
}
