package org.fabricast.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTypeTest {

    @Test
    void countsElementsBeyondTheRangeOfInt() {
        assertThat(TensorType.of(DType.F16, 1 << 20, 1 << 20).elements()).isEqualTo(1L << 40);
        assertThat(TensorType.of(DType.I32).elements()).isEqualTo(1);
    }

    @Test
    void readsLikeTheTextualForm() {
        assertThat(TensorType.of(DType.BF16, 512, 128)).hasToString("bf16[512, 128]");
        assertThat(TensorType.of(DType.I32)).hasToString("i32[]");
    }

    @Test
    void refusesEmptyAndOverflowingShapes() {
        assertThatThrownBy(() -> TensorType.of(DType.F32, 3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TensorType.of(DType.F32, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TensorType.of(DType.F32, 1 << 30, 1 << 30, 1 << 30))
                .isInstanceOf(ArithmeticException.class);
    }
}
