package org.fabricast.ir.emulator;

import java.util.Arrays;

/**
 * A ring as the program sees it: bytes in, words out. Executing in program order a load is whole before anything is taken,
 * so the emulated ring grows as needed; that the real one's capacity suffices is for the verifier to check.
 */
final class Ring {

    private byte[] bytes = new byte[1 << 16];
    private int head;
    private int tail;

    void clear() {
        head = 0;
        tail = 0;
    }

    /** Bytes in the ring. */
    int level() {
        return tail - head;
    }

    /** Makes room for more bytes behind the last; they are to be written at the returned place of {@link #bytes()}. */
    int append(int count) {
        if (head == tail) {
            clear();
        }
        if (tail + count > bytes.length) {
            System.arraycopy(bytes, head, bytes, 0, tail - head);
            tail -= head;
            head = 0;
            if (tail + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, tail + count));
            }
        }
        tail += count;
        return tail - count;
    }

    /** Takes bytes; they stand at the returned place of {@link #bytes()} until the next append. */
    int take(long count) {
        if (count > level()) {
            throw new Violation(EmulatorFault.Kind.RING, "takes " + count + " bytes from a ring that holds " + level());
        }
        head += (int) count;
        return head - (int) count;
    }

    byte[] bytes() {
        return bytes;
    }
}
