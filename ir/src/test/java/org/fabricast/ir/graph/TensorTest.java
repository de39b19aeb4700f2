package org.fabricast.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void hasAsManyElementsAsItsShape() {
        assertThatThrownBy(() -> Tensor.f32("w", new float[5], 2, 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 elements, not 5");
    }

    @Test
    void knownByItsShapeItHasNoElements() {
        Tensor shape = Tensor.shapeOnly("w", TensorType.of(DType.F16, 4096, 4096));
        assertThat(shape.hasData()).isFalse();
        assertThatThrownBy(shape::data).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void equalityIsOfBits() {
        Tensor zero = Tensor.f32("w", new float[] {0f}, 1);
        assertThat(zero).isEqualTo(Tensor.f32("w", new float[] {0f}, 1));
        assertThat(zero).isNotEqualTo(Tensor.f32("w", new float[] {-0f}, 1));
        assertThat(zero).isNotEqualTo(Tensor.f32("v", new float[] {0f}, 1));
        assertThat(Tensor.f32("w", new float[] {Float.NaN}, 1)).isEqualTo(Tensor.f32("w", new float[] {Float.NaN}, 1));
    }

    @Test
    void namesAreThoseOfTheGrammar() {
        assertThat(Tensor.f32("layers.0/a-b_c", new float[1], 1).name()).isEqualTo("layers.0/a-b_c");
        for (String bad : new String[] {"", "a b", "%a", ".a", "a:0", "ä"}) {
            assertThatThrownBy(() -> Tensor.f32(bad, new float[1], 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
