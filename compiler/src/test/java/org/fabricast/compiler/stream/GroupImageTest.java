package org.fabricast.compiler.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.fabricast.compiler.quantise.group.GroupFormat;
import org.fabricast.compiler.quantise.group.GroupQuantiser;
import org.fabricast.compiler.quantise.group.GroupedMatrix;
import org.fabricast.compiler.quantise.group.ScaleStorage;
import org.junit.jupiter.api.Test;

class GroupImageTest {

    private static final long SEED = 7;

    private static GroupedMatrix matrix(GroupFormat format, ScaleStorage storage, int rows, int cols, int group) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] weights = new float[rows * cols];
        for (int i = cols; i < weights.length; i++) { // the first row is zero
            weights[i] = (float) (random.nextGaussian() * 0.02);
        }
        return new GroupQuantiser(format, group, storage).quantise("w", weights, rows, cols).matrix();
    }

    private static GroupFormat format(String name) {
        return GroupFormat.find(name).orElseThrow();
    }

    @Test
    void every_format_and_storage_reads_back_what_was_written() {
        for (GroupFormat format : GroupFormat.named()) {
            for (ScaleStorage storage : ScaleStorage.values()) {
                // 77 inputs in groups of 32: the last has 13.
                GroupedMatrix matrix = matrix(format, storage, 5, 77, 32);
                GroupedMatrix back = GroupImage.read(GroupImage.write(matrix));
                String what = format.text() + " " + storage + " seed " + SEED;
                assertThat(back.format()).as(what).isEqualTo(format);
                assertThat(back.codes()).as(what).isEqualTo(matrix.codes());
                assertThat(back.choices()).as(what).isEqualTo(matrix.choices());
                assertThat(back.zeroPoints()).as(what).isEqualTo(matrix.zeroPoints());
                assertThat(back.dequantised()).as(what).isEqualTo(matrix.dequantised());
            }
        }
    }

    @Test
    void bits_are_laid_out_as_stated() {
        // Scale 3 / 3 = 1; codes of 3, -1, 2 are 011, 111, 010.
        GroupedMatrix matrix = new GroupQuantiser(format("int3"), 32, ScaleStorage.FLOAT).quantise("w", new float[] {3, -1, 2}, 1, 3)
                .matrix();
        byte[] image = GroupImage.write(matrix);
        assertThat(new String(image, 0, 4, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("FGRP");
        // Binary32 1.0 = 3F800000, then 0 10 111 011 from the right, then the rest of 010.
        assertThat(Arrays.copyOfRange(image, image.length - 6, image.length))
                .containsExactly(0, 0, 0x80, 0x3F, 0b10111011, 0b0);
        assertThat(GroupImage.bits(matrix)).isEqualTo(32 + 9);
    }

    @Test
    void metadata_is_counted() {
        // 4 + (2 + 8) / 128 + 32 / 256: what the paper counts, and the row scale.
        assertThat(GroupImage.bitsPerWeight(matrix(format("bitmod4"), ScaleStorage.INT8, 4, 256, 128)))
                .isCloseTo(4 + 10.0 / 128 + 32.0 / 256, within(1e-12));
        assertThat(GroupImage.bitsPerWeight(matrix(format("bitmod3"), ScaleStorage.FLOAT, 4, 256, 128)))
                .isCloseTo(3 + 34.0 / 128, within(1e-12));
        assertThat(GroupImage.bitsPerWeight(matrix(format("mxfp4"), ScaleStorage.FLOAT, 4, 256, 128)))
                .isCloseTo(4 + 8.0 / 32, within(1e-12));
        assertThat(GroupImage.bitsPerWeight(matrix(format("int4a"), ScaleStorage.INT8, 4, 256, 128)))
                .isCloseTo(4 + 12.0 / 128 + 32.0 / 256, within(1e-12));
        // A short group costs as much metadata as a long one.
        assertThat(GroupImage.bits(matrix(format("ant4"), ScaleStorage.FLOAT, 1, 33, 32))).isEqualTo(33 * 4 + 2 * 33);
    }

    @Test
    void bytes_that_are_no_image_are_refused() {
        byte[] image = GroupImage.write(matrix(format("bitmod4"), ScaleStorage.INT8, 3, 40, 32));
        for (int length : new int[] {0, 3, 8, 20, image.length - 1}) {
            assertThatThrownBy(() -> GroupImage.read(Arrays.copyOf(image, length))).as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(image, image.length + 1);
        assertThatThrownBy(() -> GroupImage.read(longer)).isInstanceOf(IllegalArgumentException.class);
        byte[] other = image.clone();
        other[5] = 'x';
        assertThatThrownBy(() -> GroupImage.read(other)).hasMessageContaining("no format xitmod4");
        byte[] huge = image.clone();
        huge[4 + 1 + 7 + 1 + 3] = 0x7F; // rows
        assertThatThrownBy(() -> GroupImage.read(huge)).isInstanceOf(IllegalArgumentException.class);
    }
}
