package org.fabricast.cosim.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/** Write side of an AXI4 memory with latency, for bursts of one beat. */
final class AxiWriteMemory implements BusModel {

    private record Beat(long[] data, long strobe) { }

    private record Answer(int bytes, long due, boolean bad) { }

    private final int busBytes;
    private final int latency;
    private final double idle;
    private final Random random;
    private final byte[] bytes;
    private final Deque<Long> addresses = new ArrayDeque<>();
    private final Deque<Beat> beats = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private boolean addressOpen;
    private boolean dataOpen;
    private boolean answering;
    private long acknowledged;
    private long counted;
    private int mostInFlight;
    private long writes;
    private long badAddress = -1;

    /**
     * @param latency cycles from the later one of address and data to the response
     * @param idle    probability of a pause, of every channel
     */
    AxiWriteMemory(byte[] initial, int busBytes, int latency, double idle, long seed) {
        bytes = initial.clone();
        this.busBytes = busBytes;
        this.latency = latency;
        this.idle = idle;
        random = new Random(seed);
    }

    /** Answers the write to this address with an error. */
    void failAt(long address) {
        badAddress = address;
    }

    boolean addressOpen() {
        return addressOpen;
    }

    boolean dataOpen() {
        return dataOpen;
    }

    /** Bytes whose write is acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** Sum of the unit's own count of bytes. */
    long counted() {
        return counted;
    }

    /** Writes so far. */
    long writes() {
        return writes;
    }

    int mostInFlight() {
        return mostInFlight;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    private boolean empty() {
        return addresses.isEmpty() && beats.isEmpty() && answers.isEmpty();
    }

    @Override
    public void drive(UnitSimulator unit) {
        addressOpen = random.nextDouble() >= idle;
        dataOpen = random.nextDouble() >= idle;
        if (!answering && !answers.isEmpty() && answers.getFirst().due() <= unit.cycle() && random.nextDouble() >= idle) {
            answering = true;
        }
        unit.poke("m_axi_awready", addressOpen ? 1 : 0).poke("m_axi_wready", dataOpen ? 1 : 0)
                .poke("m_axi_bvalid", answering ? 1 : 0)
                .poke("m_axi_bresp", answering ? answers.getFirst().bad() ? 2 : 0 : random.nextInt(4));
    }

    @Override
    public void observe(UnitSimulator unit) {
        counted += unit.peek("written");
        boolean fault = false;
        boolean addressValid = unit.peek("m_axi_awvalid") != 0;
        boolean dataValid = unit.peek("m_axi_wvalid") != 0;
        if (unit.peek("bus_idle") != 0 && (!empty() || addressValid || dataValid)) {
            throw new AssertionError("bus_idle with writes in flight in cycle " + unit.cycle() + "; seed " + unit.seed());
        }
        if (answering && unit.peek("m_axi_bready") != 0) {
            Answer answer = answers.removeFirst();
            acknowledged += answer.bytes();
            fault = answer.bad();
            answering = false;
        }
        if (fault != (unit.peek("fault") != 0)) {
            throw new AssertionError("fault is not " + fault + " in cycle " + unit.cycle() + "; seed " + unit.seed());
        }
        if (addressOpen && addressValid) {
            long address = unit.peek("m_axi_awaddr");
            if (address % busBytes != 0 || unit.peek("m_axi_awlen") != 0 || address < 0 || address + busBytes > bytes.length) {
                throw new AssertionError("write to " + Long.toHexString(address) + " in cycle " + unit.cycle() + "; seed "
                        + unit.seed());
            }
            addresses.add(address);
        }
        if (dataOpen && dataValid) {
            if (unit.peek("m_axi_wlast") == 0) {
                throw new AssertionError("wlast is 0 in cycle " + unit.cycle());
            }
            beats.add(new Beat(unit.peekWide("m_axi_wdata"), unit.peek("m_axi_wstrb")));
        }
        while (!addresses.isEmpty() && !beats.isEmpty()) {
            write(addresses.removeFirst(), beats.removeFirst(), unit.cycle());
        }
        mostInFlight = Math.max(mostInFlight, answers.size());
    }

    private void write(long address, Beat beat, long cycle) {
        for (int i = 0; i < busBytes; i++) {
            if ((beat.strobe() >>> i & 1) != 0) {
                bytes[(int) address + i] = (byte) Bits.element(beat.data(), i, 8);
            }
        }
        writes++;
        answers.add(new Answer(Long.bitCount(beat.strobe()), cycle + latency, address == badAddress));
    }

    @Override
    public boolean finished() {
        return empty();
    }

    @Override
    public String toString() {
        return "write memory (" + answers.size() + " responses to come)";
    }
}
