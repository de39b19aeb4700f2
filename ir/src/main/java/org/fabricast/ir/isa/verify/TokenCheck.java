package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.isa.Queue;

/** In program order every wait finds a token, and none is left at the end (F3322). */
final class TokenCheck {

    private TokenCheck() {
    }

    static List<Diagnostic> check(List<Step> steps) {
        List<Diagnostic> findings = new ArrayList<>();
        Set<Integer> reported = new HashSet<>();
        Queue[] queues = Queue.values();
        int[][] tokens = new int[queues.length][queues.length];
        int[][] lastRelease = new int[queues.length][queues.length];
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int own = step.queue().ordinal();
            for (Queue queue : queues) {
                if (step.waitsFor(queue) && tokens[queue.ordinal()][own]-- == 0) {
                    tokens[queue.ordinal()][own] = 0;
                    if (reported.add(step.index())) {
                        findings.add(new Diagnostic(ErrorCode.F3322, step.text(), "a token of " + queue + " for "
                                + step.queue() + " released before it in program order", "none", ""));
                    }
                }
                if (step.releases(queue)) {
                    tokens[own][queue.ordinal()]++;
                    lastRelease[own][queue.ordinal()] = i;
                }
            }
        }
        for (Queue from : queues) {
            for (Queue to : queues) {
                int left = tokens[from.ordinal()][to.ordinal()];
                if (left > 0) {
                    findings.add(new Diagnostic(ErrorCode.F3322, steps.get(lastRelease[from.ordinal()][to.ordinal()]).text(),
                            "every token of " + from + " for " + to + " to be taken", left + " left at the end", ""));
                }
            }
        }
        return findings;
    }
}
