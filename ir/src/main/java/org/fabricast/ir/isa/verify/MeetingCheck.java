package org.fabricast.ir.isa.verify;

import java.util.List;
import java.util.stream.Stream;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.isa.Opcode;

/**
 * All cores come to the same gathers, exchanges and barriers, with the same operands and in the same order (F3326).
 *
 * <p>With {@link DeadlockCheck} on each core this is freedom from deadlock of all together: take the first meeting that is
 * never done. Every core comes to it, since what is before it on that core is done; then it is done.
 */
final class MeetingCheck {

    private MeetingCheck() {
    }

    /** Finds the first difference of any core from the first. */
    static List<Diagnostic> check(List<Trace> cores, Scenario scenario) {
        List<Step> first = meetings(cores.getFirst());
        for (int core = 1; core < cores.size(); core++) {
            List<Step> other = meetings(cores.get(core));
            for (int i = 0; i < Math.max(first.size(), other.size()); i++) {
                if (i >= first.size() || i >= other.size() || !alike(first.get(i), other.get(i))) {
                    return List.of(new Diagnostic(ErrorCode.F3326, "meeting " + i + " of cores 0 and " + core + " with " + scenario,
                            "the same on both", text(first, i) + " and " + text(other, i), ""));
                }
            }
        }
        return List.of();
    }

    private static String text(List<Step> steps, int index) {
        return index < steps.size() ? steps.get(index).text() : "none";
    }

    private static List<Step> meetings(Trace trace) {
        return trace.steps().stream().filter(step -> step.operands().opcode() == Opcode.SYS_BARRIER
                || step.operands().opcode().joinsCores() && !step.operands().isEmpty()).toList();
    }

    private static boolean alike(Step a, Step b) {
        return a.operands().opcode() == b.operands().opcode()
                && Stream.of(1, 2, 3).allMatch(slot -> a.operands().slot(slot) == b.operands().slot(slot));
    }
}
