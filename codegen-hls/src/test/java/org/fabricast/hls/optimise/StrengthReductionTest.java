package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.kernel.OpCode;
import org.junit.jupiter.api.Test;

class StrengthReductionTest {

    private static List<OpCode> reduced(String result, String body) {
        return Operators.opcodes(StrengthReduction.run(Operators.scalar(result, body)));
    }

    @Test
    void productsWithFewBitsAreShiftsAndSums() {
        assertThat(reduced("i32", "r = d * 8;")).contains(OpCode.SHL).doesNotContain(OpCode.MUL);
        assertThat(reduced("i32", "r = 10 * d;")).contains(OpCode.SHL, OpCode.ADD).doesNotContain(OpCode.MUL);
        assertThat(reduced("i32", "r = d * 7;")).contains(OpCode.SHL, OpCode.SUB).doesNotContain(OpCode.MUL);
        assertThat(reduced("i32", "r = d * (-4);")).contains(OpCode.SHL, OpCode.SUB).doesNotContain(OpCode.MUL);
    }

    @Test
    void otherProductsStay() {
        assertThat(reduced("i32", "r = d * 11;")).containsExactly(OpCode.MUL);
        assertThat(reduced("i32", "r = d * d;")).containsExactly(OpCode.MUL);
        assertThat(reduced("f32", "r = x * 2.0;")).containsExactly(OpCode.FMUL);
    }

    @Test
    void decidedComparisonsAreConstants() {
        assertThat(reduced("bool", "r = i32(a) < 256;")).doesNotContain(OpCode.LT);
        assertThat(reduced("bool", "r = i32(a) < 255;")).contains(OpCode.LT);
    }

    @Test
    void aNegatedComparisonOfIntegersIsItsOpposite() {
        assertThat(reduced("bool", "r = !(d < 3);")).containsExactly(OpCode.LT, OpCode.LE);
        assertThat(reduced("bool", "r = !(x < 3.0);")).containsExactly(OpCode.FLT, OpCode.XOR);
    }
}
