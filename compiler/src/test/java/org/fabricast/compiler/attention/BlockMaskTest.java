package org.fabricast.compiler.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;

import org.junit.jupiter.api.Test;

class BlockMaskTest {

    private static BlockMask of(int blocks, long bits) {
        return new BlockMask(blocks, BitSet.valueOf(new long[] {bits}));
    }

    @Test
    void densityCountsAllBlocksAsThePublishedFiguresDo() {
        // Rows 1, 11, 111 of three blocks.
        BlockMask causal = of(3, 0b111_011_001);
        assertThat(causal.count()).isEqualTo(6);
        assertThat(causal.density()).isEqualTo(6 / 9.0);
        assertThat(causal.keeps(2, 1)).isTrue();
        assertThat(of(3, 0b101_010_001).keeps(2, 1)).isFalse();
    }

    @Test
    void aBlockAttendsToItselfAndNeverToWhatComesLater() {
        assertThatThrownBy(() -> of(3, 0b111_001_001)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("queries 1");
        assertThatThrownBy(() -> of(3, 0b111_111_001)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("queries 1");
        assertThatThrownBy(() -> of(3, 0b1_111_011_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
