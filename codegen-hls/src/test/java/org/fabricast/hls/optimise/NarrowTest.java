package org.fabricast.hls.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class NarrowTest {

    private static List<String> operators(String result, String body) {
        Kernel kernel = Fold.run(Narrow.run(Operators.scalar(result, body)));
        return Operators.of(kernel).stream().filter(op -> op.opcode() != OpCode.RESIZE)
                .map(op -> op.opcode() + " " + kernel.types().get(op.operands().getFirst())).toList();
    }

    @Test
    void sumsAndProductsOfNarrowNumbersAreNarrow() {
        // u8 * i8 is from -128 * 255 to 127 * 255: 16 bits signed. u8 + u8 is at most 510: 9 bits.
        assertThat(operators("i32", "r = i32(i64(a) * i64(b));")).containsExactly("MUL i16");
        assertThat(operators("u32", "r = u32(a) + u32(a);")).containsExactly("ADD u9");
        assertThat(operators("i32", "r = i32(a) - 300;")).containsExactly("SUB i10");
        assertThat(operators("u32", "r = u32(a) << 3;")).containsExactly("SHL u11");
    }

    @Test
    void comparisonsAndShiftsToTheRightTakeTheWidthOfTheirOperands() {
        assertThat(operators("u8", "r = i32(a) < 200 ? 1 : 2;")).contains("LT u8");
        assertThat(operators("i32", "r = i32(b) >> 2;")).containsExactly("SHR i8");
    }

    @Test
    void comparisonsThatTheRangesDecideAreConstants() {
        for (String decided : List.of("c < 0", "c >= 0", "c <= 0xffffffff", "u64(c) * u64(c) < 0", "i32(a) <= 255", "i32(a) > 255",
                "i32(a) == 256", "i32(b) != 128", "i32(a) >= -1", "i64(b) < -128")) {
            assertThat(operators("u8", "r = " + decided + " ? 1 : 2;")).as(decided).noneMatch(o -> o.matches("(LT|LE|EQ|NE) .*"));
        }
        for (String open : List.of("c < 1", "c >= 1", "c < 0xffffffff", "i32(a) <= 254", "i32(a) == 255", "i64(b) <= -128")) {
            assertThat(operators("u8", "r = " + open + " ? 1 : 2;")).as(open).anyMatch(o -> o.matches("(LT|LE|EQ|NE) .*"));
        }
    }

    @Test
    void whatMayTakeTheWholeWidthStays() {
        assertThat(operators("i32", "r = d + 1;")).containsExactly("ADD i32");
        assertThat(operators("u32", "r = c - 1;")).containsExactly("SUB u32");
        assertThat(operators("i32", "r = d * d;")).containsExactly("MUL i32");
        assertThat(operators("u32", "r = c < 7 ? 1 : 0;")).contains("LT u32");
    }

    @Test
    void indicesOfVectorLoopsKeepTheirForm() {
        Kernel kernel = KernelCompiler.compile("kernel k(out stream u32 y) { mem u32 m[32];\n"
                + "for (i : 32) { m[i] = i; }\nvector for (i : 8) { write(y, m[i + 3]); } }", "k.fk").getFirst();
        Node.Loop loop = (Node.Loop) Narrow.run(kernel).body().getLast();
        Node.Op sum = loop.body().stream().filter(n -> n instanceof Node.Op op && op.opcode() == OpCode.ADD)
                .map(Node.Op.class::cast).findFirst().orElseThrow();
        assertThat(sum.type()).isEqualTo(ScalarType.U32);
        assertThat(sum.operands()).contains(loop.induction());
    }
}
