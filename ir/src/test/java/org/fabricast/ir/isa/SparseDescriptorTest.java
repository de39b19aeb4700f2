package org.fabricast.ir.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseDescriptorTest {

    @Test
    void blocks_are_joined_as_far_as_sixteen_slices_go() {
        // 8 + 4 | nothing | 8 + 2 + 4 | 16: a word begins where its predecessor has no room.
        SparseDescriptor mixed = SparseDescriptor.of(List.of(BlockPattern.TWO_OF_4, BlockPattern.ONE_OF_4, BlockPattern.NONE,
                BlockPattern.EIGHT_OF_16, BlockPattern.TWO_OF_16, BlockPattern.FOUR_OF_16, BlockPattern.ALL));
        assertThat(mixed.bits()).isEqualTo(0x0c21_b06d);
        assertThat(mixed.words()).extracting(SparseDescriptor.Word::slots).containsExactly(12, 14, 16);
        assertThat(mixed.words()).extracting(word -> word.blocks().getFirst().block()).containsExactly(0, 3, 6);
        // Bits of positions: 256 + 128, 256 + 128 + 256, none.
        assertThat(mixed.words()).extracting(SparseDescriptor.Word::indexUnits).containsExactly(2, 3, 0);
        // Bits of values: 12, 14 and 16 slices of 16 rows of 3 bits.
        assertThat(mixed.words()).extracting(word -> word.valueUnits(3)).containsExactly(3, 3, 3);
        assertThat(mixed.pieceUnits(3)).isEqualTo(2 + 3 + 3 + 3 + 3);
        assertThat(mixed.wrong(7, RunShape.ANY_PATTERN)).isEmpty();
        assertThat(mixed.wrong(6, RunShape.ANY_PATTERN)).contains("block 6 of 6 has code 4");
    }

    @Test
    void a_pattern_says_every_block() {
        SparseDescriptor eight = SparseDescriptor.of(Collections.nCopies(8, BlockPattern.EIGHT_OF_16));
        assertThat(eight.bits()).isEqualTo(0x3b3b_3b3b);
        assertThat(eight.wrong(8, 3)).isEmpty();
        assertThat(eight.wrong(8, 5)).isEqualTo("descriptor 0x3b3b3b3b instead of 0x5d5d5d5d for 8 blocks of 2:4");
        assertThat(eight.wrong(7, 3)).contains("for 7 blocks of 8:16");
    }

    @Test
    void names_and_sizes_of_the_patterns() {
        assertThat(List.of(BlockPattern.values())).extracting(BlockPattern::text)
                .containsExactly("0:16", "2:16", "4:16", "8:16", "16:16", "2:4", "1:4");
        assertThat(List.of(BlockPattern.values())).extracting(BlockPattern::slots).containsExactly(0, 2, 4, 8, 16, 8, 4);
        assertThatThrownBy(() -> SparseDescriptor.of(List.of(BlockPattern.NONE))).isInstanceOf(IllegalArgumentException.class);
    }
}
