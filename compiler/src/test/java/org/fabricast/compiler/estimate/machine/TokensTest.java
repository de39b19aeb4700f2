package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void aTokenCanBeSeenTheCycleAfterAndIsTakenOnce() {
        Tokens tokens = new Tokens();
        int both = Queue.LD.bit() | Queue.MISC.bit();
        tokens.give(Queue.LD, Queue.MV.bit(), 10);
        assertThat(tokens.satisfied(Queue.MV, both)).isEqualTo(Calendar.NEVER);
        tokens.give(Queue.MISC, Queue.MV.bit() | Queue.ST.bit(), 20);
        tokens.give(Queue.MISC, Queue.MV.bit(), 30);
        assertThat(tokens.satisfied(Queue.MV, both)).isEqualTo(21);
        assertThat(tokens.satisfied(Queue.MV, 0)).isZero();
        tokens.take(Queue.MV, both);
        assertThat(tokens.satisfied(Queue.MV, Queue.MISC.bit())).isEqualTo(31);
        assertThat(tokens.satisfied(Queue.MV, Queue.LD.bit())).isEqualTo(Calendar.NEVER);
    }
}
