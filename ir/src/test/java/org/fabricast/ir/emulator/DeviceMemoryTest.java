package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {

    @Test
    void what_was_written_is_read_and_the_rest_is_zero() {
        Random random = new Random(3);
        DeviceMemory memory = new DeviceMemory(400_000);
        byte[] mirror = new byte[400_000];
        for (int round = 0; round < 50; round++) {
            byte[] bytes = new byte[random.nextInt(140_000)];
            random.nextBytes(bytes);
            int at = random.nextInt(mirror.length - bytes.length);
            memory.write(at, bytes);
            System.arraycopy(bytes, 0, mirror, at, bytes.length);
            int from = random.nextInt(mirror.length - 1000);
            assertThat(memory.read(from, 1000)).as("seed 3, round %d", round)
                    .isEqualTo(java.util.Arrays.copyOfRange(mirror, from, from + 1000));
        }
        assertThat(memory.read(0, mirror.length)).isEqualTo(mirror);
        assertThat(new DeviceMemory(1L << 40).read((1L << 40) - 4, 4)).containsOnly(0);
    }

    @Test
    void numbers_are_little_endian_also_across_pages() {
        DeviceMemory memory = new DeviceMemory(1 << 20);
        memory.writeInt(65534, 0x81020304);
        assertThat(memory.read(65534, 4)).containsExactly(4, 3, 2, 0x81);
        assertThat(memory.readInt(65534)).isEqualTo(0x81020304);
        assertThat(memory.readShort(65536)).isEqualTo((short) 0x8102);
        assertThat(memory.readByte(65537)).isEqualTo((byte) 0x81);
    }

    @Test
    void nothing_outside_is_touched() {
        DeviceMemory memory = new DeviceMemory(100);
        assertThatThrownBy(() -> memory.readByte(100)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.readByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.write(97, new byte[4])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.read(Long.MAX_VALUE, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new DeviceMemory(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
