package org.fabricast.cosim.memory;

import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/** Read port of a vector buffer: not always ready, data exactly two cycles after a request and junk at any other time. */
final class ReadPort implements BusModel {

    private final String prefix;
    private final int lanes;
    private final int elementBits;
    private final long[] elements;
    private final double backPressure;
    private final Random random;
    private long[] next;
    private long[] afterNext;
    private boolean open;

    ReadPort(String prefix, int lanes, int elementBits, long[] elements, double backPressure, long seed) {
        this.prefix = prefix;
        this.lanes = lanes;
        this.elementBits = elementBits;
        this.elements = elements.clone();
        this.backPressure = backPressure;
        random = new Random(seed);
        next = junk();
        afterNext = junk();
    }

    private long[] junk() {
        return Bits.junk(lanes * elementBits, random);
    }

    boolean open() {
        return open;
    }

    @Override
    public void drive(UnitSimulator unit) {
        open = random.nextDouble() >= backPressure;
        unit.poke(prefix + "_ready", open ? 1 : 0).poke(prefix + "_data", next);
    }

    @Override
    public void observe(UnitSimulator unit) {
        next = afterNext;
        afterNext = junk();
        if (open && unit.peek(prefix + "_valid") != 0) {
            long[] word = new long[lanes];
            System.arraycopy(elements, (int) unit.peek(prefix + "_addr") * lanes, word, 0, lanes);
            afterNext = Bits.pack(word, elementBits);
        }
    }

    @Override
    public boolean finished() {
        return true;
    }

    @Override
    public String toString() {
        return prefix;
    }
}
