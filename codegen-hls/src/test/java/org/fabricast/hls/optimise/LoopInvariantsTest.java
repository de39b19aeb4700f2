package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.junit.jupiter.api.Test;

class LoopInvariantsTest {

    /** Operators left in the loop of a kernel. */
    private static List<OpCode> inLoop(String body) {
        Kernel kernel = LoopInvariants.run(Operators.scalar("u32", "table u32 t[4] = { 1, 2, 3, 4 };\nu32 v = c;\nfor (i : c) { v = v ^ "
                + body + "; }\nr = v;"));
        return kernel.body().stream().filter(Node.Loop.class::isInstance).map(Node.Loop.class::cast)
                .flatMap(l -> l.body().stream()).map(n -> ((Node.Op) n).opcode()).toList();
    }

    @Test
    void unitsAndWhatTheyNeedMoveOut() {
        assertThat(inLoop("(c * c)")).containsExactly(OpCode.XOR);
        assertThat(inLoop("bits(x * (x + 1.0))")).doesNotContain(OpCode.FMUL, OpCode.FADD, OpCode.CONST);
        assertThat(inLoop("((c + 1) * c)")).containsExactly(OpCode.XOR);
    }

    @Test
    void whatCostsOnlyGatesOrChangesOrMayBeOutOfRangeStays() {
        assertThat(inLoop("(c + c)")).containsExactly(OpCode.ADD, OpCode.XOR);
        assertThat(inLoop("(c * i)")).containsExactly(OpCode.MUL, OpCode.XOR);
        assertThat(inLoop("t[c]")).containsExactly(OpCode.TABLE, OpCode.XOR);
    }
}
