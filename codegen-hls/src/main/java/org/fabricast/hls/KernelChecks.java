package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.rtl.FpCell;

/** What a kernel must keep to become hardware with so many lanes; all findings at once. */
final class KernelChecks {

    /** Most partial results of a reduction. */
    static final int MOST_PARTIALS = 256;

    private final Kernel kernel;
    private final int lanes;
    private final List<Integer> banks;
    private final List<Diagnostic> findings = new ArrayList<>();

    private KernelChecks(Kernel kernel, int lanes) {
        this.kernel = kernel;
        this.lanes = lanes;
        this.banks = ControlFlowBuilder.banks(kernel, lanes);
    }

    /**
     * @throws FabricastException with every finding, if there is one
     */
    static void require(Kernel kernel, int lanes) {
        KernelChecks checks = new KernelChecks(kernel, lanes);
        checks.region(kernel.body());
        if (!checks.findings.isEmpty()) {
            throw new FabricastException(checks.findings);
        }
    }

    private void region(List<Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Node.Loop loop) {
                loop(loop);
            }
        }
    }

    private void loop(Node.Loop loop) {
        boolean pipelined = ControlFlowBuilder.pipelines(loop);
        if (loop.vector() && !pipelined) {
            find(ErrorCode.F3102, "a vector loop without inner loops that does not both load and store one memory",
                    "a vector loop that must run its iterations one after another", "Make it a scalar loop.");
        } else if (!pipelined && !loop.reductions().isEmpty()) {
            find(ErrorCode.F3102, "a reduction in an innermost loop that carries nothing else",
                    "a reduction in a sequential loop", "Carry the partial result as a variable.");
        } else if (pipelined) {
            pipeline(loop, loop.vector() ? lanes : 1);
        }
        region(loop.body());
    }

    private void pipeline(Node.Loop loop, int width) {
        for (Node.Reduction r : loop.reductions()) {
            int latency = FpCell.FP32_ADD.latencyCycles();
            boolean sum = r.kind() == Node.Reduction.Kind.SUM;
            if (sum && loop.pipelining().interval() > 1) {
                find(ErrorCode.F3102, "a reduction at interval 1", "a sum in a loop with II=" + loop.pipelining().interval(),
                        "Leave the interval out.");
            }
            if (r.partials() > MOST_PARTIALS) {
                find(ErrorCode.F3101, "at most " + MOST_PARTIALS + " partial results", r.partials() + "", "");
            } else if (sum && r.partials() < latency * width) {
                find(ErrorCode.F3101, "at least " + latency * width + " partial sums for " + HlsOptions.lanesText(width) + " (the adder takes "
                        + latency + " cycles)", r.partials() + " partial sums", r.partials() < latency
                        ? "Raise the number of partial sums." : "At most " + HlsOptions.lanesText(Integer.highestOneBit(r.partials() / latency))
                        + " can be met.");
            }
        }
        Set<Integer> streams = new HashSet<>();
        for (Node node : loop.body()) {
            switch (node) {
                case Node.Store store when banks.get(store.memory()) % width != 0 -> {
                    String memory = kernel.memories().get(store.memory()).name();
                    int ports = banks.get(store.memory());
                    find(ErrorCode.F3104, width + " write ports of memory " + memory + ", one for each lane of its vector loop",
                            ports + " of them: it has " + ports + " banks of one write port each",
                            "Write #pragma partition factor=" + width + ", leave the pragma out, or choose at most " + HlsOptions.lanesText(ports) + ".");
                }
                case Node.SetResult r -> find(ErrorCode.F3102, "a result that is set outside loops",
                        "result " + kernel.results().get(r.output()).name() + " set in a loop", "Set it after the loop.");
                case Node.Read r -> once(streams, r.stream(), kernel.inputs().get(r.stream()), loop);
                case Node.Write w -> once(streams, ~w.stream(), kernel.outputs().get(w.stream()), loop);
                case Node.Store s -> { }
                case Node.Op o -> { }
                case Node.Load l -> { }
                case Node.Rewind r -> { }
                case Node.Loop l -> { }
            }
        }
    }

    private void once(Set<Integer> seen, int key, Kernel.Stream stream, Node.Loop loop) {
        if (!seen.add(key) && (loop.vector() || !loop.reductions().isEmpty())) {
            find(ErrorCode.F3102, "one access to a stream per iteration", "two accesses to " + stream.name(), "");
        }
        if (stream.lanes() != loop.vector()) {
            find(ErrorCode.F3102, "a stream that is accessed either in vector loops or in scalar code",
                    stream.name() + " in both", "");
        }
    }

    private void find(ErrorCode code, String expected, String found, String hint) {
        findings.add(new Diagnostic(code, "kernel " + kernel.name(), expected, found, hint));
    }
}
