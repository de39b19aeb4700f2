package org.fabricast.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the constructors of the operators accept, refuse and conclude. */
class OpTest {

    private static Value vector(int length) {
        return new Value("x", TensorType.vector(length));
    }

    private static ConstantRef constant(DType dtype, int... shape) {
        return new ConstantRef("w", TensorType.of(dtype, shape));
    }

    private static Rotary rotary(int length, int headDim, int rotaryDim, double theta) {
        return new Rotary(vector(length), RotaryStyle.HALF, headDim, rotaryDim, theta, Optional.empty());
    }

    private static Attention attention(int q, int k, int v, int heads, int kvHeads, int headDim) {
        return new Attention(vector(q), vector(k), vector(v), 0, heads, kvHeads, headDim, 9, 0.5f);
    }

    private static Arguments refused(String what, Supplier<Op> op, ErrorCode... codes) {
        return Arguments.of(what, op, codes);
    }

    static Stream<Arguments> illTyped() {
        Value matrix = new Value("m", TensorType.of(DType.F32, 2, 2));
        Value half = new Value("h", TensorType.of(DType.F16, 4));
        ConstantRef four = constant(DType.F16, 4);
        ConstantRef square = constant(DType.F16, 4, 4);
        return Stream.of(
                refused("table of one dimension", () -> new Embedding(four), ErrorCode.F2103),
                refused("table of integers", () -> new LearnedPosition(constant(DType.I8, 4, 4)), ErrorCode.F2103),
                refused("norm of a matrix", () -> new RmsNorm(matrix, four, 1e-5f), ErrorCode.F2103),
                refused("short gain", () -> new RmsNorm(vector(5), four, 1e-5f), ErrorCode.F2103),
                refused("eps 0", () -> new RmsNorm(vector(4), four, 0f), ErrorCode.F2109),
                refused("eps NaN and short gain", () -> new RmsNorm(vector(3), four, Float.NaN),
                        ErrorCode.F2109, ErrorCode.F2103),
                refused("short bias", () -> new LayerNorm(vector(4), four, constant(DType.F32, 3), 1f), ErrorCode.F2103),
                refused("binary16 activation", () -> new Activation(half, ActivationFunction.SILU), ErrorCode.F2103),
                refused("columns", () -> new Linear(vector(3), square), ErrorCode.F2103),
                refused("bias", () -> new Linear(vector(4), square, Optional.of(constant(DType.F32, 5))), ErrorCode.F2103),
                refused("odd rotary", () -> rotary(8, 4, 3, 1e4), ErrorCode.F2105),
                refused("rotary beyond head", () -> rotary(8, 4, 6, 1e4), ErrorCode.F2105),
                refused("rotary 0, theta infinite", () -> rotary(8, 4, 0, Double.POSITIVE_INFINITY),
                        ErrorCode.F2105, ErrorCode.F2109),
                refused("part of a head", () -> rotary(10, 4, 4, 1e4), ErrorCode.F2103),
                refused("heads", () -> attention(12, 8, 8, 3, 2, 4), ErrorCode.F2104),
                refused("no heads", () -> attention(12, 8, 8, 0, 2, 4), ErrorCode.F2109),
                refused("all of q, k, v", () -> attention(1, 2, 3, 4, 2, 4),
                        ErrorCode.F2103, ErrorCode.F2103, ErrorCode.F2103),
                refused("product", () -> new Multiply(vector(4), vector(5)), ErrorCode.F2103),
                refused("sum", () -> new Add(matrix, vector(4)), ErrorCode.F2103));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("illTyped")
    void refusesIllTypedOperandsWithEveryFinding(String what, Supplier<Op> op, ErrorCode[] codes) {
        assertThatThrownBy(op::get).isInstanceOfSatisfying(IllTypedOp.class, refusal ->
                assertThat(refusal.findings()).extracting(IllTypedOp.Finding::code).containsExactly(codes));
    }

    @Test
    void concludesTheTypeOfTheResult() {
        assertThat(new Embedding(constant(DType.BF16, 7, 4)).resultType()).isEqualTo(TensorType.vector(4));
        assertThat(new LearnedPosition(constant(DType.F32, 7, 4)).resultType()).isEqualTo(TensorType.vector(4));
        assertThat(new Linear(vector(4), constant(DType.F16, 7, 4)).resultType()).isEqualTo(TensorType.vector(7));
        assertThat(attention(24, 8, 8, 6, 2, 4).resultType()).isEqualTo(TensorType.vector(24));
        assertThat(rotary(8, 4, 2, 1e4).resultType()).isEqualTo(TensorType.vector(8));
        assertThat(new Add(vector(4), vector(4)).resultType()).isEqualTo(TensorType.vector(4));
    }

    @Test
    void listsOperandsInOrder() {
        Linear linear = new Linear(vector(4), constant(DType.F16, 7, 4),
                Optional.of(new ConstantRef("b", TensorType.of(DType.F16, 7))));
        assertThat(linear.inputs()).extracting(Value::name).containsExactly("x");
        assertThat(linear.constants()).extracting(ConstantRef::name).containsExactly("w", "b");
    }

    @Test
    void rotaryFrequenciesFallGeometrically() {
        // theta^(−2i/4) = 1, 1/100
        assertThat(rotary(8, 8, 4, 10_000).frequencies()).containsExactly(new double[] {1, 0.01}, within(1e-15));
        assertThat(rotary(16, 8, 4, 10_000).heads()).isEqualTo(2);
    }

    @Test
    void attentionGroupsHeads() {
        assertThat(attention(24, 8, 8, 6, 2, 4).groupSize()).isEqualTo(3);
        assertThat(Attention.defaultScale(64)).isEqualTo(0.125f);
    }
}
