package org.fabricast.compiler.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KvLayoutTest {

    @Test
    void sizesOfTheShippedModelOnSixteenByReckoning() {
        // d = 32, N = 16: word 256, tile 128 positions of 32 bytes: 256 + 4096. 512 positions: 4 tiles.
        KvLayout kv = new KvLayout(16, 32, 512, 2);
        assertThat(kv.tileBytes()).isEqualTo(4352);
        assertThat(kv.valueOffset()).isEqualTo(4 * 4352);
        // 8 groups of 64 positions of 32 bytes.
        assertThat(kv.valueScaleOffset()).isEqualTo(17408 + 16384);
        assertThat(kv.headStride()).isEqualTo(33792 + 1024);
        assertThat(kv.layerStride()).isEqualTo(2 * 34816);
        assertThat(kv.pieces()).isEqualTo(2);
        assertThat(kv.keyStride()).isEqualTo(256);
        assertThat(kv.valueStride()).isEqualTo(1024);
    }

    @Test
    void aHeadSmallerThanTheArrayIsPadded() {
        KvLayout kv = new KvLayout(16, 8, 100, 4);
        assertThat(kv.paddedDim()).isEqualTo(16);
        assertThat(kv.pieces()).isEqualTo(1);
        assertThat(kv.valueGroupBytes()).isEqualTo(64 * 16);
    }
}
