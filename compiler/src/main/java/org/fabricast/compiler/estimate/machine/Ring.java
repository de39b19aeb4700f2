package org.fabricast.compiler.estimate.machine;

/**
 * A ring between load unit and engine, by times: when each word shows, and when each was taken.
 *
 * <p>Queues of times are arrays that wrap around; their length is the ring's capacity in words.
 */
final class Ring {

    private final int wordBeats;
    private final long[] shown;
    private final long[] taken;
    private long words;
    private long takes;
    private long returned;
    private long room;
    private long roomSince;
    private int partial;

    /** An empty ring. */
    Ring(int bytes, int wordBytes, int beatBytes) {
        wordBeats = Math.max(1, wordBytes / beatBytes);
        shown = new long[bytes / wordBytes];
        taken = new long[bytes / wordBytes];
        room = (long) bytes / beatBytes;
    }

    /** Earliest cycle in which there is room for a burst; {@link Calendar#NEVER} while nobody knows. */
    long room(int beats) {
        while (room < beats && returned < takes) {
            roomSince = taken[(int) (returned++ % taken.length)] + 1;
            room += wordBeats;
        }
        return room < beats ? Calendar.NEVER : roomSince;
    }

    /** Reserves room for a burst; there is. */
    void reserve(int beats) {
        room -= beats;
    }

    /** A burst that was reserved arrives. */
    void append(int beats, MemoryPort.Answer answer) {
        for (int beat = 0; beat < beats; beat++) {
            if (++partial == wordBeats) {
                partial = 0;
                shown[(int) (words++ % shown.length)] = answer.beat(beat) + UnitTimings.BEAT_TO_WORD;
            }
        }
    }

    /** When the next word shows; {@link Calendar#NEVER} while it was not asked for. */
    long next() {
        return takes == words ? Calendar.NEVER : shown[(int) (takes % shown.length)];
    }

    /** The next word is taken. */
    void take(long time) {
        taken[(int) (takes++ % taken.length)] = time;
    }
}
