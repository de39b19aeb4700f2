package org.fabricast.compiler.estimate.machine;

/** Where a RUN takes its words from. */
interface WordSource {

    /** Earliest cycle in which the next word, of so many eighths of a ring word, is there; {@link Calendar#NEVER} if unknown. */
    long available(int units);

    /** The word is taken. */
    void take(int units, long time);

    /** A RUN begins: what is left of a ring word is dropped. */
    void begin(long time);

    /** The ring as it is, for streams of K and V. */
    static WordSource of(Ring ring) {
        return new WordSource() {
            @Override
            public long available(int units) {
                return ring.next();
            }

            @Override
            public void take(int units, long time) {
                ring.take(time);
            }

            @Override
            public void begin(long time) {
                // Words of K and V are whole.
            }
        };
    }
}
