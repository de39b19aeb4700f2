package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.kernel.OpCode;
import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {

    private static List<OpCode> shared(String result, String body) {
        return Operators.opcodes(CommonSubexpressions.run(Operators.scalar(result, body)));
    }

    @Test
    void equalOperatorsAreComputedOnceInEitherOrder() {
        assertThat(shared("u32", "r = (c * c) ^ (c * c);")).containsExactly(OpCode.MUL, OpCode.XOR);
        assertThat(shared("f32", "f32 y = x * x; r = (x + y) * (y + x);")).containsExactly(OpCode.FMUL, OpCode.FADD, OpCode.FMUL);
    }

    @Test
    void operandsThatTellTheOrderAndOtherTypesAreKeptApart() {
        assertThat(shared("f32", "f32 y = x * x; r = (x - y) * (y - x);")).containsExactly(OpCode.FMUL, OpCode.FSUB, OpCode.FSUB,
                OpCode.FMUL);
    }

    @Test
    void aLoopUsesWhatStandsBeforeItButNotTheOtherWayRound() {
        assertThat(shared("u32", "u32 v = c * c; for (i : c) { v = v ^ (c * c); } r = v;")).containsExactly(OpCode.MUL, OpCode.XOR);
        assertThat(shared("u32", "u32 v = c; for (i : c) { v = v ^ (c * c); } r = v + c * c;"))
                .containsExactly(OpCode.MUL, OpCode.XOR, OpCode.MUL, OpCode.ADD);
    }
}
