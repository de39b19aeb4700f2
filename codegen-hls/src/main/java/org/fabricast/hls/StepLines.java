package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fabricast.rtl.kernel.Branch;

/** Statements of one state, by the step in which they happen. */
final class StepLines {

    /** Key of what happens in every step of the state. */
    static final int EVERY_STEP = -1;

    private final Map<Integer, List<String>> steps = new TreeMap<>();

    /** Adds a statement to a step, or to {@link #EVERY_STEP}. */
    void at(int step, String line) {
        steps.computeIfAbsent(step, k -> new ArrayList<>()).add(line);
    }

    /**
     * The branch of {@code state}; empty if nothing happens in it.
     *
     * @param single   whether the state has one step, which needs no choice
     * @param stepBits width of the step counter
     */
    Optional<Branch> branch(String state, boolean single, int stepBits) {
        List<String> lines = new ArrayList<>(steps.getOrDefault(EVERY_STEP, List.of()));
        Map<Integer, List<String>> timed = new TreeMap<>(steps);
        timed.remove(EVERY_STEP);
        if (single) {
            timed.values().forEach(lines::addAll);
        } else if (!timed.isEmpty()) {
            lines.add("case (step_q)");
            timed.forEach((step, statements) -> {
                lines.add("  " + Verilog.number(stepBits, step) + ": begin");
                statements.forEach(line -> lines.add("    " + line));
                lines.add("  end");
            });
            lines.add("  default: ;");
            lines.add("endcase");
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Branch(state, lines));
    }
}
