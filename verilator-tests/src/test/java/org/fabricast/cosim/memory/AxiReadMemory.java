package org.fabricast.cosim.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.fabricast.cosim.UnitSimulator;

/**
 * Read side of an AXI4 memory with latency; holds what {@link Bits#memory} says. Refuses what a real one may refuse: bursts
 * across 4 KiB, unaligned addresses. A beat must be taken at once.
 */
final class AxiReadMemory implements BusModel {

    private record Burst(long address, int beats, int id, long due) { }

    private final int busBytes;
    private final int latency;
    private final int longest;
    private final double idle;
    private final Random random;
    private final Deque<Burst> bursts = new ArrayDeque<>();
    private final Map<Integer, Long> beatsOfId = new HashMap<>();
    private final List<Long> beatCycles = new ArrayList<>();
    private int beat;
    private boolean offering;
    private boolean open;
    private int mostInFlight;
    private long badAddress = -1;

    /**
     * @param latency cycles from request to first beat
     * @param longest most beats of a burst of master 0
     * @param idle    probability of a pause, of requests and of beats
     */
    AxiReadMemory(int busBytes, int latency, int longest, double idle, long seed) {
        this.busBytes = busBytes;
        this.latency = latency;
        this.longest = longest;
        this.idle = idle;
        random = new Random(seed);
    }

    /** Whether a request is taken in this cycle. */
    boolean open() {
        return open;
    }

    /** Answers the beat at this address with an error. */
    void failAt(long address) {
        badAddress = address;
    }

    /** Beats given to a master so far. */
    long beats(int id) {
        return beatsOfId.getOrDefault(id, 0L);
    }

    /** Cycle of each beat. */
    List<Long> beatCycles() {
        return List.copyOf(beatCycles);
    }

    /** Most bursts of master 0 that were in flight at once. */
    int mostInFlight() {
        return mostInFlight;
    }

    @Override
    public void drive(UnitSimulator unit) {
        open = random.nextDouble() >= idle;
        unit.poke("m_axi_arready", open ? 1 : 0);
        if (!offering && !bursts.isEmpty() && bursts.getFirst().due() <= unit.cycle() && random.nextDouble() >= idle) {
            offering = true;
        }
        unit.poke("m_axi_rvalid", offering ? 1 : 0);
        if (offering) {
            Burst now = bursts.getFirst();
            long address = now.address() + (long) beat * busBytes;
            unit.poke("m_axi_rid", now.id()).poke("m_axi_rlast", beat == now.beats() - 1 ? 1 : 0)
                    .poke("m_axi_rresp", address == badAddress ? 2 : 0).poke("m_axi_rdata", Bits.memory(address, busBytes));
        } else {
            unit.poke("m_axi_rid", random.nextInt(2)).poke("m_axi_rlast", random.nextInt(2))
                    .poke("m_axi_rresp", random.nextInt(4));
        }
    }

    @Override
    public void observe(UnitSimulator unit) {
        if (offering) {
            if (unit.peek("m_axi_rready") == 0) {
                throw new AssertionError("a beat is refused in cycle " + unit.cycle() + "; seed " + unit.seed());
            }
            Burst now = bursts.getFirst();
            boolean bad = now.address() + (long) beat * busBytes == badAddress;
            if (bad != (unit.peek("fault") != 0)) {
                throw new AssertionError("fault is not " + bad + " in cycle " + unit.cycle());
            }
            beatsOfId.merge(now.id(), 1L, Long::sum);
            beatCycles.add(unit.cycle());
            offering = false;
            if (++beat == now.beats()) {
                beat = 0;
                bursts.removeFirst();
            }
        } else if (unit.peek("fault") != 0) {
            throw new AssertionError("fault without a beat in cycle " + unit.cycle() + "; seed " + unit.seed());
        }
        if (unit.peek("bus_idle") != 0 && (!bursts.isEmpty() || unit.peek("m_axi_arvalid") != 0)) {
            throw new AssertionError("bus_idle with bursts in flight in cycle " + unit.cycle() + "; seed " + unit.seed());
        }
        if (open && unit.peek("m_axi_arvalid") != 0) {
            accept(unit);
        }
    }

    private void accept(UnitSimulator unit) {
        long address = unit.peek("m_axi_araddr");
        int beats = (int) unit.peek("m_axi_arlen") + 1;
        int id = (int) unit.peek("m_axi_arid");
        if (address % busBytes != 0 || (id == 0 && beats > longest) || address / 4096 != (address + (long) beats * busBytes - 1) / 4096) {
            throw new AssertionError("burst of " + beats + " beats at " + Long.toHexString(address) + " in cycle " + unit.cycle()
                    + "; seed " + unit.seed());
        }
        bursts.add(new Burst(address, beats, id, unit.cycle() + latency));
        mostInFlight = Math.max(mostInFlight, (int) bursts.stream().filter(burst -> burst.id() == 0).count());
    }

    @Override
    public boolean finished() {
        return bursts.isEmpty();
    }

    @Override
    public String toString() {
        return "read memory (" + bursts.size() + " bursts in flight)";
    }
}
