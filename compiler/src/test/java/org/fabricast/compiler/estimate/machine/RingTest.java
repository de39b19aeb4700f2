package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTest {

    /** Four words of four beats. */
    private final Ring ring = new Ring(4 * 64, 64, 16);
    private final MemoryPort port = new MemoryPort(new MemoryRate(64, 16, 16, 1));

    private void load(int beats) {
        ring.reserve(beats);
        ring.append(beats, port.read(beats, 0));
    }

    @Test
    void aWordShowsTwoCyclesAfterItsLastBeat() {
        assertThat(ring.next()).isEqualTo(Calendar.NEVER);
        // Beats at 65 to 70: a word and a half.
        load(6);
        assertThat(ring.next()).isEqualTo(70);
        ring.take(80);
        assertThat(ring.next()).isEqualTo(Calendar.NEVER);
        // Two more beats, at 71 and 72, make the second word whole.
        load(2);
        assertThat(ring.next()).isEqualTo(74);
    }

    @Test
    void roomComesBackTheCycleAfterAWordIsTaken() {
        assertThat(ring.room(16)).isZero();
        load(16);
        assertThat(ring.room(1)).isEqualTo(Calendar.NEVER);
        ring.take(100);
        ring.take(101);
        assertThat(ring.room(4)).isEqualTo(101);
        assertThat(ring.room(8)).isEqualTo(102);
        assertThat(ring.room(9)).isEqualTo(Calendar.NEVER);
    }
}
