package org.fabricast.ir.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunShapeTest {

    @Test
    void a_scaled_stream_has_a_scale_word_per_tile_and_group() {
        // Tiles of 32 rows: 32 and 5. Groups of 64, 64 and 2 inputs: 8, 8 and 1 words per block of 8 rows.
        RunShape shape = new RunShape(8, 37, 130, 64, true, false);
        assertThat(shape.groups()).isEqualTo(3);
        assertThat(shape.tileRows()).isEqualTo(32);
        assertThat(shape.groupWords()).isEqualTo(8);
        assertThat(shape.words(0)).isEqualTo(8);
        assertThat(shape.words(2)).isEqualTo(1);
        assertThat(shape.inputWords()).isEqualTo(17);
        assertThat(shape.weightWords()).isEqualTo(5 * 17);
        assertThat(shape.ringWords()).isEqualTo(5 * 17 + 2 * 3);
    }

    @Test
    void a_transposed_unscaled_stream_is_one_tile_of_whole_groups() {
        RunShape shape = new RunShape(8, 37, 130, 64, false, true);
        assertThat(shape.tileRows()).isEqualTo(40);
        assertThat(shape.words(2)).isEqualTo(8);
        assertThat(shape.inputWords()).isEqualTo(24);
        assertThat(shape.ringWords()).isEqualTo(5 * 24);
    }

    @Test
    void one_short_group_holds_all_inputs() {
        RunShape keys = new RunShape(16, 129, 12, 12, true, false);
        assertThat(keys.inputWords()).isEqualTo(1);
        assertThat(keys.ringWords()).isEqualTo(9 + 2);
    }

    @Test
    void a_packed_stream_is_counted_in_eighths_of_a_word() {
        // 85 words of weights of 3 eighths; per group the scales of 4 blocks of 8 rows, 2 eighths each, and of 1 block.
        RunShape shape = new RunShape(8, 37, 130, 64, true, false, 3);
        assertThat(shape.unitBytes()).isEqualTo(8);
        assertThat(shape.scaleUnits(32)).isEqualTo(8);
        assertThat(shape.scaleUnits(5)).isEqualTo(2);
        assertThat(shape.weightWords()).isEqualTo(5 * 17);
        assertThat(shape.ringWords()).isEqualTo((85 * 3 + 3 * (8 + 2) + 7) / 8);
    }

    @Test
    void scales_of_whole_blocks_take_whole_eighths() {
        assertThat(new RunShape(16, 1, 1, 1, true, false, 4).scaleUnits(17)).isEqualTo(2);
        assertThat(new RunShape(4, 1, 1, 1, true, false, 4).scaleUnits(5)).isEqualTo(8);
        // N = 32: 64 bytes a block, 128 an eighth.
        assertThat(new RunShape(32, 1, 1, 1, true, false, 4).scaleUnits(65)).isEqualTo(2);
    }

    @Test
    void only_scaled_streams_are_packed() {
        assertThatThrownBy(() -> new RunShape(8, 1, 1, 1, false, true, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunShape(8, 1, 1, 1, true, false, 7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_sparse_stream_of_one_pattern_is_counted_in_pieces() {
        // 40 rows: three row blocks; groups of 8 blocks and of 3. 8:16 makes words of two blocks, or of the one that is left: two
        // units of positions and 4 of values, or one and 2. Per group three units of scales and one of descriptors.
        RunShape eight = new RunShape(16, 40, 172, 128, true, false, 4, 3);
        assertThat(eight.ringWords()).isEqualTo((2 * (3 + 1) + 3 * (4 * (2 + 4)) + 3 * ((2 + 4) + (1 + 2)) + 7) / 8);
        assertThat(eight.arrayWords()).isEqualTo(3 * (4 + 2));
        // 2:16 of 3 bits: eight blocks are a word of four units of positions; three blocks have six slices, 288 bits.
        RunShape two = new RunShape(16, 40, 172, 128, true, false, 3, 1);
        assertThat(two.ringWords()).isEqualTo((2 * (3 + 1) + 3 * (4 + 3) + 3 * (2 + 2) + 7) / 8);
        assertThat(two.arrayWords()).isEqualTo(3 * 2);
        // 16:16 of 8 bits has no positions, but is packed.
        RunShape all = new RunShape(16, 16, 16, 16, true, false, 8, 4);
        assertThat(all.packed()).isTrue();
        assertThat(all.ringWords()).isEqualTo((1 + 1 + 8 + 7) / 8);
    }

    @Test
    void a_stream_whose_blocks_differ_has_no_size_of_its_own() {
        RunShape any = new RunShape(16, 40, 172, 128, true, false, 4, RunShape.ANY_PATTERN);
        assertThatThrownBy(any::ringWords).isInstanceOf(IllegalStateException.class);
        assertThat(any.weightWords()).isEqualTo(3 * 11);
    }

    @Test
    void only_scaled_streams_of_an_array_of_16_are_sparse() {
        assertThatThrownBy(() -> new RunShape(8, 16, 16, 16, true, false, 4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunShape(16, 16, 16, 48, true, false, 4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunShape(16, 16, 16, 256, true, false, 4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunShape(16, 16, 16, 16, false, false, 8, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunShape(16, 16, 16, 16, true, false, 4, 8)).isInstanceOf(IllegalArgumentException.class);
    }
}
