package org.fabricast.compiler.estimate.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpanderTest {

    /** Words that show at 102, 103, 104 … from one burst of beats as long as words. */
    private static Ring ring(int words) {
        Ring ring = new Ring(32 * 64, 64, 64);
        ring.reserve(words);
        ring.append(words, new MemoryPort.Answer(0, 100, 1));
        return ring;
    }

    @Test
    void wholeWordsComeTwoCyclesBehindTheRingAndOnePerCycle() {
        Expander expander = new Expander(ring(3));
        for (int word = 0; word < 3; word++) {
            assertThat(expander.available(8)).isEqualTo(104 + word);
            expander.take(8, 104 + word);
        }
        assertThat(expander.available(8)).isEqualTo(Calendar.NEVER);
    }

    @Test
    void aWordThatStraddlesNeedsTheRingWordBehindIt() {
        // Five bits: the second word of weights takes three units of the first ring word and two of the second.
        Expander expander = new Expander(ring(1));
        assertThat(expander.available(5)).isEqualTo(104);
        expander.take(5, 104);
        assertThat(expander.available(5)).isEqualTo(Calendar.NEVER);
        assertThat(expander.available(3)).isEqualTo(104);
    }

    @Test
    void aRunDropsWhatIsLeftOfAWordThatWasBegun() {
        Expander expander = new Expander(ring(2));
        expander.available(3);
        expander.take(3, 200);
        expander.begin(210);
        // The second word moves up in the cycle of the drop.
        assertThat(expander.available(8)).isEqualTo(211);
        expander.begin(220);
        assertThat(expander.available(8)).isEqualTo(211);
    }

    @Test
    void twoWordsAreHeldAndTheThirdWaitsInTheRing() {
        Ring ring = ring(3);
        new Expander(ring).pull();
        assertThat(ring.next()).isEqualTo(104);
    }
}
