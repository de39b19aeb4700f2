package org.fabricast.cosim;

import java.util.List;

/** Port values as 64-bit slots (Java) and as 32-bit words (C++), both with the low bits first. */
final class Slots {

    private Slots() {
    }

    static int[] toWords(Port port, long[] slots) {
        int[] words = new int[port.words()];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) (slots[i / 2] >>> 32 * (i % 2));
        }
        return words;
    }

    static long[] fromWords(Port port, int[] words, int at) {
        long[] slots = new long[port.slots()];
        for (int i = 0; i < port.words(); i++) {
            slots[i / 2] |= Integer.toUnsignedLong(words[at + i]) << 32 * (i % 2);
        }
        return slots;
    }

    /** Writes one transfer into {@code words} from {@code at} on; returns the next free place. */
    static int append(List<Port> ports, long[] slots, int[] words, int at) {
        if (slots.length != ports.stream().mapToInt(Port::slots).sum()) {
            throw new IllegalArgumentException(slots.length + " slots for ports " + ports);
        }
        int slot = 0;
        for (Port port : ports) {
            int[] part = toWords(port, java.util.Arrays.copyOfRange(slots, slot, slot + port.slots()));
            System.arraycopy(part, 0, words, at, part.length);
            at += part.length;
            slot += port.slots();
        }
        return at;
    }

    /** One transfer that stands in {@code words} from {@code at} on. */
    static long[] split(List<Port> ports, int[] words, int at) {
        long[] slots = new long[ports.stream().mapToInt(Port::slots).sum()];
        int slot = 0;
        for (Port port : ports) {
            long[] part = fromWords(port, words, at);
            System.arraycopy(part, 0, slots, slot, part.length);
            slot += part.length;
            at += port.words();
        }
        return slots;
    }
}
