package org.fabricast.ir.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelVerifierTest {

    private static final ScalarType F32 = ScalarType.F32;
    private static final ScalarType U32 = ScalarType.U32;

    private record Case(String message, List<ScalarType> types, boolean lanes, List<Node> body) { }

    /** Value 0 is argument u32 n, value 1 argument f32 a. */
    private static Kernel kernel(List<ScalarType> more, boolean lanes, List<Node> body) {
        List<ScalarType> types = Stream.concat(Stream.of(U32, F32), more.stream()).toList();
        return new Kernel("k", List.of(new Kernel.Stream("x", F32, lanes, 1)), List.of(new Kernel.Stream("y", F32, lanes, 1)),
                List.of(new Kernel.Scalar("n", U32, 0), new Kernel.Scalar("a", F32, 1)), List.of(),
                List.of(new Kernel.Memory("m", F32, 4)), List.of(new Kernel.Table("t", F32, List.of(1L, 2L))), types, body);
    }

    private static Node.Loop loop(boolean vector, Node... body) {
        return new Node.Loop(2, 0, vector, List.of(), List.of(), List.of(body));
    }

    private static Node.Op op(int result, OpCode opcode, ScalarType type, Integer... operands) {
        return new Node.Op(result, opcode, type, List.of(operands), 0);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("defined before and visible here, found %2", List.of(F32), false, List.of(new Node.Write(0, 2))),
                new Case("defined before and visible here, found %3", List.of(U32, F32), false,
                        List.of(loop(false, op(3, OpCode.FADD, F32, 1, 1)), new Node.Write(0, 3))),
                new Case("defined once, found %2 again", List.of(F32), false,
                        List.of(op(2, OpCode.FADD, F32, 1, 1), op(2, OpCode.FADD, F32, 1, 1))),
                new Case("f32 for %0, found u32", List.of(), false, List.of(new Node.Write(0, 0))),
                new Case("types that the operator takes", List.of(F32), false, List.of(op(2, OpCode.FADD, F32, 0, 1))),
                new Case("types that the operator takes", List.of(U32), false, List.of(op(2, OpCode.EQ, U32, 0, 0))),
                new Case("types that the operator takes", List.of(U32), false, List.of(op(2, OpCode.SELECT, U32, 0, 0, 0))),
                new Case("types that the operator takes", List.of(U32), false, List.of(op(2, OpCode.RESIZE, U32, 1))),
                new Case("unsigned index", List.of(F32), false, List.of(new Node.Load(2, 0, 1))),
                new Case("a number below 1, found 3", List.of(F32), false, List.of(new Node.Load(2, 3, 0))),
                new Case("it plus a constant as index, found %0", List.of(U32, F32), true,
                        List.of(loop(true, new Node.Load(3, 0, 0)))),
                new Case("it plus a constant as index, found %0", List.of(U32), true,
                        List.of(loop(true, new Node.Store(0, 0, 1)))),
                new Case("it plus a constant as index, found %3", List.of(U32, U32, F32), true,
                        List.of(loop(true, op(3, OpCode.ADD, U32, 2, 0), new Node.Load(4, 0, 3)))),
                new Case("one store to a memory", List.of(U32), true,
                        List.of(loop(true, new Node.Store(0, 2, 1), new Node.Store(0, 2, 1)))),
                new Case("loaded or stored in a vector loop, found both", List.of(U32, F32), true,
                        List.of(loop(true, new Node.Load(3, 0, 2), new Node.Store(0, 2, 3)))),
                new Case("a place outside vector loops", List.of(U32, U32), true, List.of(loop(true,
                        new Node.Loop(3, 0, false, List.of(), List.of(), List.of())))),
                new Case("a place outside all loops", List.of(U32), false, List.of(loop(false, new Node.Rewind(0)))),
                new Case("2 passes", List.of(), false, List.of(new Node.Rewind(0))),
                new Case("access in scalar code", List.of(U32, F32), false, List.of(loop(true, new Node.Read(3, 0)))),
                new Case("access in vector loops", List.of(F32), true, List.of(new Node.Read(2, 0))),
                new Case("one access per iteration", List.of(U32, F32, F32), false,
                        List.of(loop(false, new Node.Read(3, 0), new Node.Read(4, 0)))),
                new Case("a number below 0", List.of(), false, List.of(new Node.SetResult(0, 0))),
                new Case("integers to compare", List.of(U32, F32), true, List.of(new Node.Loop(2, 0, true, List.of(),
                        List.of(new Node.Reduction(3, 1, Node.Reduction.Kind.MAX, 4)), List.of()))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBrokenRuleIsFound(Case broken) {
        Kernel kernel = kernel(broken.types, broken.lanes, broken.body);
        assertThat(KernelVerifier.verify(kernel)).anySatisfy(d -> assertThat(d.text()).contains(broken.message));
        assertThatThrownBy(() -> ExecutableKernel.of(kernel)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("F3020");
    }

    @Test
    void theLibraryIsWellFormed() {
        assertThat(KernelLibrary.all()).allSatisfy(k -> assertThat(KernelVerifier.verify(k)).isEmpty());
    }

    @Test
    void allFindingsAreReported() {
        assertThat(KernelVerifier.verify(kernel(List.of(), false, List.of(new Node.Write(0, 0), new Node.Write(0, 0)))))
                .hasSize(3);
    }
}
