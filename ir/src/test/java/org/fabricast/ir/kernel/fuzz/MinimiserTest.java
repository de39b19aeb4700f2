package org.fabricast.ir.kernel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.KernelVerifier;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;
import org.junit.jupiter.api.Test;

/** Bugs planted into an executor are found by the random programs and reduced to the operator that is wrong. */
class MinimiserTest {

    /** An executor that takes some operators for others. */
    private static FuzzCase.Observation wrongly(FuzzCase c, Function<Node.Op, Node.Op> bug) {
        Kernel k = c.kernel();
        return c.columns(new Kernel(k.name(), k.inputs(), k.outputs(), k.args(), k.results(), k.memories(), k.tables(), k.types(),
                planted(k.body(), bug)));
    }

    private static List<Node> planted(List<Node> nodes, Function<Node.Op, Node.Op> bug) {
        return nodes.stream().<Node>map(node -> switch (node) {
            case Node.Op op -> bug.apply(op);
            case Node.Loop l -> new Node.Loop(l.induction(), l.bound(), l.vector(), l.pipelining(), l.carried(), l.reductions(),
                    planted(l.body(), bug));
            case Node.Read n -> n;
            case Node.Write n -> n;
            case Node.Rewind n -> n;
            case Node.Load n -> n;
            case Node.Store n -> n;
            case Node.SetResult n -> n;
        }).toList();
    }

    private static Node.Op as(Node.Op op, OpCode other) {
        return new Node.Op(op.result(), other, op.type(), op.operands(), op.attribute());
    }

    private static FuzzCase leastFor(Function<Node.Op, Node.Op> bug) {
        Predicate<FuzzCase> differs = c -> !wrongly(c, bug).equals(c.expected());
        for (long seed = 1; seed < 1000; seed++) {
            FuzzCase c = Fuzz.smallCase(Fuzz.kernel(seed), seed, 7, 3, 1);
            if (KernelEdit.nodes(c.kernel().body()).size() > 25 && differs.test(c)) {
                FuzzCase least = Minimiser.least(c, differs, 1, Fuzz.TRIALS);
                assertThat(differs.test(least)).as("seed %d still fails", seed).isTrue();
                assertThat(KernelVerifier.verify(least.kernel())).isEmpty();
                return least;
            }
        }
        throw new AssertionError("no program shows the bug");
    }

    private static List<Node> nodes(FuzzCase c) {
        return KernelEdit.nodes(c.kernel().body());
    }

    @Test
    void aWrongMultiplicationIsAllThatIsLeft() {
        FuzzCase least = leastFor(op -> op.opcode() == OpCode.FMUL && op.type().equals(ScalarType.F32) ? as(op, OpCode.FADD) : op);
        assertThat(nodes(least)).as(least.text()).hasSizeLessThanOrEqualTo(7)
                .anyMatch(n -> n instanceof Node.Op op && op.opcode() == OpCode.FMUL);
    }

    @Test
    void aWrongComparisonIsAllThatIsLeft() {
        FuzzCase least = leastFor(op -> op.opcode() == OpCode.LT ? as(op, OpCode.LE) : op);
        assertThat(nodes(least)).as(least.text()).hasSizeLessThanOrEqualTo(8)
                .anyMatch(n -> n instanceof Node.Op op && op.opcode() == OpCode.LT);
    }

    @Test
    void aWrongShiftIsAllThatIsLeft() {
        FuzzCase least = leastFor(op -> op.opcode() == OpCode.SHR ? as(op, OpCode.SHL) : op);
        assertThat(nodes(least)).as(least.text()).hasSizeLessThanOrEqualTo(7)
                .anyMatch(n -> n instanceof Node.Op op && op.opcode() == OpCode.SHR);
    }
}
