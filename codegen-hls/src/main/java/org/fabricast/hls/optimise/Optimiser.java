package org.fabricast.hls.optimise;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fabricast.diag.Diagnostic;
import org.fabricast.hls.DeadCode;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelVerifier;

/** All passes in their fixed order, the kernel checked after each. */
public final class Optimiser {

    /**
     * A pass and what it is called.
     *
     * @param name  for messages and reports
     * @param apply the pass; computes the same bits
     */
    public record Pass(String name, UnaryOperator<Kernel> apply) { }

    private static final Pass FOLD = new Pass("Fold", Fold::run);
    private static final Pass SHARE = new Pass("CommonSubexpressions", CommonSubexpressions::run);
    private static final Pass DEAD = new Pass("DeadCode", Optimiser::withoutDead);

    private static final List<Pass> PASSES = List.of(FOLD, new Pass("StrengthReduction", StrengthReduction::run), FOLD, SHARE,
            DEAD, new Pass("Narrow", Narrow::run), FOLD, SHARE, new Pass("LoopInvariants", LoopInvariants::run), SHARE, DEAD,
            new Pass("UnreadMemories", UnreadMemories::run), DEAD);

    private Optimiser() {
    }

    /** The passes in order. */
    public static List<Pass> passes() {
        return PASSES;
    }

    /**
     * A kernel that computes the same with less.
     *
     * @param kernel well formed
     */
    public static Kernel run(Kernel kernel) {
        Kernel now = kernel;
        for (Pass pass : PASSES) {
            now = pass.apply().apply(now);
            List<Diagnostic> findings = KernelVerifier.verify(now);
            if (!findings.isEmpty()) {
                throw new IllegalStateException("pass " + pass.name() + " on kernel " + kernel.name() + ":\n"
                        + findings.stream().map(Diagnostic::text).collect(Collectors.joining("\n")));
            }
        }
        return now;
    }

    private static Kernel withoutDead(Kernel kernel) {
        return new Kernel(kernel.name(), kernel.inputs(), kernel.outputs(), kernel.args(), kernel.results(),
                kernel.memories(), kernel.tables(), kernel.types(), DeadCode.remove(kernel.body()));
    }
}
