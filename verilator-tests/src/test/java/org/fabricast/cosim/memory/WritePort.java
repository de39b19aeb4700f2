package org.fabricast.cosim.memory;

import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/** Write port of a vector buffer of 16-bit elements, not always ready. */
final class WritePort implements BusModel {

    private final String prefix;
    private final int lanes;
    private final double backPressure;
    private final Random random;
    private final short[] elements;
    private boolean open;
    private long written;

    WritePort(String prefix, int lanes, short[] initial, double backPressure, long seed) {
        this.prefix = prefix;
        this.lanes = lanes;
        this.backPressure = backPressure;
        random = new Random(seed);
        elements = initial.clone();
    }

    boolean open() {
        return open;
    }

    /** Elements written so far. */
    long written() {
        return written;
    }

    short[] elements() {
        return elements.clone();
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
        int at = (int) unit.peek(prefix + "_addr") * lanes;
        long mask = unit.peek(prefix + "_mask");
        long[] data = unit.peekWide(prefix + "_data");
        for (int lane = 0; lane < lanes; lane++) {
            if ((mask >>> lane & 1) != 0) {
                elements[at + lane] = (short) Bits.element(data, lane, 16);
                written++;
            }
        }
    }

    @Override
    public boolean finished() {
        return true;
    }

    @Override
    public String toString() {
        return prefix + " (" + written + " elements)";
    }
}
