package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryPortTest {

    @Test
    void beatsFollowEachOtherAndAWrittenOneTakesAPlace() {
        MemoryPort port = new MemoryPort(new MemoryRate(64, 16, 16, 1));
        // Taken at 10, on the bus at 11, first beat 64 cycles later.
        MemoryPort.Answer first = port.read(16, 10);
        assertThat(first.taken()).isEqualTo(10);
        assertThat(first.beat(0)).isEqualTo(75);
        assertThat(first.beat(15)).isEqualTo(90);
        // The arbiter takes one request in two cycles; the beats come behind those of the first.
        MemoryPort.Answer second = port.read(4, 11);
        assertThat(second.taken()).isEqualTo(12);
        assertThat(second.beat(0)).isEqualTo(91);
        assertThat(port.write(50, 16)).isEqualTo(114);
        assertThat(port.read(1, 52).beat(0)).isEqualTo(117);
        assertThat(port.busyCycles()).isEqualTo(16 + 4 + 1 + 1);
        assertThat(port.readBytes()).isEqualTo(21 * 16);
        assertThat(port.writtenBytes()).isEqualTo(16);
    }

    @Test
    void aMemoryThatIsSlowerThanThePortSpreadsItsBeats() {
        MemoryPort port = new MemoryPort(new MemoryRate(10, 40, 64, 1));
        MemoryPort.Answer answer = port.read(5, 0);
        // 1.6 cycles per beat from cycle 11 on.
        assertThat(answer.beat(0)).isEqualTo(11);
        assertThat(answer.beat(1)).isEqualTo(13);
        assertThat(answer.beat(2)).isEqualTo(15);
        assertThat(answer.beat(4)).isEqualTo(18);
        assertThat(port.busyCycles()).isEqualTo(8);
    }

    @Test
    void noMoreThanThePortsCarry() {
        assertThatThrownBy(() -> new MemoryRate(10, 65, 64, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new MemoryRate(10, 128, 64, 2).cyclesPerBeat()).isEqualTo(0.5);
    }
}
