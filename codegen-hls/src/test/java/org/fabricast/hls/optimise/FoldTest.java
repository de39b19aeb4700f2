package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {

    private static List<OpCode> folded(String result, String body) {
        return Operators.opcodes(Fold.run(Operators.scalar(result, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d + 0", "0 + d", "d - 0", "d * 1", "1 * d", "d & -1", "d & d", "d | 0", "d | d", "d ^ 0", "d << 0",
        "d >> 0", "d - d", "d ^ d", "d * 0", "d & 0", "d << 32", "true ? d : 5", "(d < 3) ? d : d", "2 * 3 + 4"})
    void identitiesOfIntegersLeaveNoOperatorBehind(String expression) {
        assertThat(folded("i32", "r = " + expression + ";")).doesNotContain(OpCode.ADD, OpCode.SUB, OpCode.MUL, OpCode.AND,
                OpCode.OR, OpCode.XOR, OpCode.SHL, OpCode.SHR, OpCode.SELECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"d + 1", "d * 3", "d & 1", "d << 1", "d >> 40", "(d < 3) ? d : 5"})
    void otherOperatorsOfIntegersStay(String expression) {
        Kernel kernel = Operators.scalar("i32", "r = " + expression + ";");
        assertThat(Operators.of(Fold.run(kernel))).isNotEmpty();
    }

    @Test
    void constantsAreComputedAsTheInterpreterDoes() {
        Kernel folded = Fold.run(Operators.scalar("f32", "r = (0.1 + 0.2) * 3.0;"));
        assertThat(Operators.of(folded)).isEmpty();
        // 0.1f + 0.2f = 0.3 (rounded up, 0x3e99999a); times 3 = 0x3f666667 in binary32.
        assertThat(ExecutableKernel.of(folded).run(new int[0][], new int[5], new int[0][]).results())
                .containsExactly(Float.floatToIntBits((0.1f + 0.2f) * 3f));
    }

    @Test
    void aFloatIsDroppedFromOnlyWhenItsNanIsCanonical() {
        // x comes from outside: x * 1 makes its NaN canonical. (x + x) * 1 has nothing left to do.
        assertThat(folded("f32", "r = x * 1.0;")).containsExactly(OpCode.FMUL);
        assertThat(folded("f32", "r = (x + x) * 1.0;")).containsExactly(OpCode.FADD);
    }

    @Test
    void zerosOfFloatsKeepTheirSigns() {
        // -0 + +0 = +0, so adding +0 stays; adding -0 and subtracting +0 change nothing.
        assertThat(folded("f32", "r = (x * x) + 0.0;")).containsExactly(OpCode.FMUL, OpCode.FADD);
        assertThat(folded("f32", "r = (x * x) + as_f32(0x80000000);")).containsExactly(OpCode.FMUL);
        assertThat(folded("f32", "r = (x * x) - 0.0;")).containsExactly(OpCode.FMUL);
        assertThat(folded("f32", "r = x * 0.0;")).containsExactly(OpCode.FMUL);
        assertThat(folded("f32", "r = x - x;")).containsExactly(OpCode.FSUB);
    }

    @Test
    void anEntryAtAKnownIndexIsItsNumber() {
        String table = "table i8 t[4] = { 5, -6, 7, 8 };\n";
        Kernel folded = Fold.run(Operators.scalar("i8", table + "r = t[1];"));
        assertThat(Operators.of(folded)).isEmpty();
        assertThat(ExecutableKernel.of(folded).run(new int[0][], new int[5], new int[0][]).results()[0] & 0xff).isEqualTo(0xfa);
        assertThat(folded("i8", table + "r = t[c & 3];")).containsExactly(OpCode.AND, OpCode.TABLE);
    }

    @Test
    void conversionsOfConversionsAreOne() {
        // The outer one becomes a conversion of d to its own type, which the next round drops.
        assertThat(Operators.opcodes(Optimiser.run(Operators.scalar("i32", "r = i32(i64(d));")))).isEmpty();
        assertThat(folded("i32", "r = i32(i8(d));")).containsExactly(OpCode.RESIZE, OpCode.RESIZE);
    }

    @Test
    void aCarriedValueThatNeverChangesIsItsStart() {
        Kernel kernel = Operators.scalar("u32", "u32 v = c; for (i : c) { v = v; } r = v;");
        Kernel folded = Fold.run(kernel);
        assertThat(folded.body()).filteredOn(Node.Loop.class::isInstance)
                .allSatisfy(n -> assertThat(((Node.Loop) n).carried()).isEmpty());
    }
}
