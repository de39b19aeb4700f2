package org.fabricast.cosim.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/** Takes words of a ring and compares them with the bytes that were to be loaded; a rest of a word stays for later. */
final class RingConsumer implements BusModel {

    private final String prefix;
    private final int wordBytes;
    private final Random random;
    private final List<Byte> expected = new ArrayList<>();
    private double backPressure;
    private boolean open;
    private int taken;

    RingConsumer(String prefix, int wordBytes, double backPressure, long seed) {
        this.prefix = prefix;
        this.wordBytes = wordBytes;
        this.backPressure = backPressure;
        random = new Random(seed);
    }

    /** Expects the bytes of device memory at {@code address} next. */
    void expect(long address, int bytes) {
        for (int i = 0; i < bytes; i++) {
            expected.add(Bits.memory(address + i));
        }
    }

    void backPressure(double probability) {
        backPressure = probability;
    }

    boolean open() {
        return open;
    }

    /** Words taken so far. */
    int taken() {
        return taken;
    }

    @Override
    public void drive(UnitSimulator unit) {
        open = random.nextDouble() >= backPressure;
        unit.poke(prefix + "_ready", open ? 1 : 0);
    }

    @Override
    public void observe(UnitSimulator unit) {
        if (!open || unit.peek(prefix + "_valid") == 0) {
            return;
        }
        if (finished()) {
            throw new AssertionError(prefix + ": surplus word in cycle " + unit.cycle() + "; seed " + unit.seed());
        }
        long[] word = unit.peekWide(prefix + "_data");
        for (int i = 0; i < wordBytes; i++) {
            byte found = (byte) Bits.element(word, i, 8);
            byte wanted = expected.get(taken * wordBytes + i);
            if (found != wanted) {
                throw new AssertionError(String.format("%s: word %d byte %d in cycle %d: expected %d (0x%02x), found %d (0x%02x); seed %d",
                        prefix, taken, i, unit.cycle(), wanted, wanted, found, found, unit.seed()));
            }
        }
        taken++;
    }

    @Override
    public boolean finished() {
        return taken == expected.size() / wordBytes;
    }

    @Override
    public String toString() {
        return prefix + " (" + taken + " of " + expected.size() / wordBytes + " words)";
    }
}
