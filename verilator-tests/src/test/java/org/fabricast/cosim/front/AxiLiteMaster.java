package org.fabricast.cosim.front;

import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/** AXI4-Lite master over a simulated unit: address and data come in any order, with random pauses on all channels. */
final class AxiLiteMaster {

    private static final int PATIENCE = 2000;

    private final UnitSimulator unit;
    private final String prefix;
    private final Random random;
    private final double idle;
    private final Runnable step;

    /**
     * @param step runs one cycle of the unit and of everything around it
     * @param idle probability of a pause on a channel in a cycle
     */
    AxiLiteMaster(UnitSimulator unit, String prefix, Random random, double idle, Runnable step) {
        this.unit = unit;
        this.prefix = prefix;
        this.random = random;
        this.idle = idle;
        this.step = step;
    }

    void write(int offset, int value) {
        write(offset, value, 15);
    }

    void write(int offset, int value, int strobe) {
        boolean address = false;
        boolean data = false;
        boolean offersAddress = false;
        boolean offersData = false;
        for (int cycle = 0; !address || !data; cycle++) {
            patience(cycle, "write", offset);
            offersAddress |= !address && go();
            offersData |= !data && go();
            poke("awvalid", offersAddress ? 1 : 0).poke(prefix + "_awaddr", offersAddress ? offset : random.nextInt(1 << 16));
            poke("wvalid", offersData ? 1 : 0).poke(prefix + "_wdata", Integer.toUnsignedLong(offersData ? value : random.nextInt()))
                    .poke(prefix + "_wstrb", offersData ? strobe : random.nextInt(16));
            boolean takesAddress = offersAddress && peek("awready");
            boolean takesData = offersData && peek("wready");
            step.run();
            address |= takesAddress;
            data |= takesData;
            offersAddress &= !takesAddress;
            offersData &= !takesData;
        }
        poke("awvalid", 0);
        poke("wvalid", 0);
        answer("b", offset);
    }

    int read(int offset) {
        boolean offers = false;
        for (int cycle = 0;; cycle++) {
            patience(cycle, "read", offset);
            offers |= go();
            poke("arvalid", offers ? 1 : 0).poke(prefix + "_araddr", offers ? offset : random.nextInt(1 << 16));
            boolean takes = offers && peek("arready");
            step.run();
            if (takes) {
                break;
            }
        }
        poke("arvalid", 0);
        return (int) answer("r", offset);
    }

    private long answer(String channel, int offset) {
        for (int cycle = 0;; cycle++) {
            patience(cycle, "answer", offset);
            boolean ready = go();
            poke(channel + "ready", ready ? 1 : 0);
            boolean takes = ready && peek(channel + "valid");
            if (takes && unit.peek(prefix + "_" + channel + "resp") != 0) {
                throw new AssertionError("response is not OKAY at offset 0x" + Integer.toHexString(offset));
            }
            long data = takes && channel.equals("r") ? unit.peek(prefix + "_rdata") : 0;
            step.run();
            if (takes) {
                poke(channel + "ready", 0);
                return data;
            }
        }
    }

    private void patience(int cycle, String what, int offset) {
        if (cycle > PATIENCE) {
            throw new AssertionError(what + " at offset 0x" + Integer.toHexString(offset) + " hangs in cycle " + unit.cycle()
                    + "; seed " + unit.seed());
        }
    }

    private boolean go() {
        return random.nextDouble() >= idle;
    }

    private UnitSimulator poke(String signal, long value) {
        return unit.poke(prefix + "_" + signal, value);
    }

    private boolean peek(String signal) {
        return unit.peek(prefix + "_" + signal) != 0;
    }
}
