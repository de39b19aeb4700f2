package org.fabricast.cosim.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/** The other master of the read port: asks for lines of 256 bytes now and then and checks what comes. */
final class FetchMaster implements BusModel {

    private static final int LINE_BYTES = 256;

    private final int busBytes;
    private final double chance;
    private final Random random;
    private final Deque<Long> beats = new ArrayDeque<>();
    private int left;
    private boolean asking;
    private long address;

    /**
     * @param lines  lines to ask for
     * @param chance probability to ask in a cycle
     */
    FetchMaster(int busBytes, int lines, double chance, long seed) {
        this.busBytes = busBytes;
        this.chance = chance;
        left = lines;
        random = new Random(seed);
    }

    @Override
    public void drive(UnitSimulator unit) {
        if (!asking && left > 0 && beats.size() < 2 * LINE_BYTES / busBytes && random.nextDouble() < chance) {
            asking = true;
            address = (1L << 40) + (long) random.nextInt(1 << 16) * LINE_BYTES;
        }
        unit.poke("s_fetch_ar_valid", asking ? 1 : 0).poke("s_fetch_ar_addr", asking ? address : random.nextLong())
                .poke("s_fetch_ar_len", LINE_BYTES / busBytes - 1).poke("m_fetch_r_ready", 1);
    }

    @Override
    public void observe(UnitSimulator unit) {
        if (unit.peek("m_fetch_r_valid") != 0) {
            long from = beats.removeFirst();
            boolean last = (from + busBytes) % LINE_BYTES == 0;
            if (!java.util.Arrays.equals(unit.peekWide("m_fetch_r_data"), Bits.memory(from, busBytes))
                    || last != (unit.peek("m_fetch_r_last") != 0)) {
                throw new AssertionError("wrong beat of fetch for address " + Long.toHexString(from) + " in cycle " + unit.cycle()
                        + "; seed " + unit.seed());
            }
        }
        if (asking && unit.peek("s_fetch_ar_ready") != 0) {
            for (int at = 0; at < LINE_BYTES; at += busBytes) {
                beats.add(address + at);
            }
            asking = false;
            left--;
        }
    }

    @Override
    public boolean finished() {
        return left == 0 && beats.isEmpty();
    }

    @Override
    public String toString() {
        return "fetch (" + left + " lines to ask for, " + beats.size() + " beats to come)";
    }
}
