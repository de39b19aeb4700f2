package org.fabricast.cosim.front;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.gen.FrontEndGenerator;
import org.fabricast.gen.GeneratedRtl;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;

/**
 * A front end with everything around it: a host, a memory with latency, and units that take and finish instructions when
 * they like. Checks by itself that no instruction is taken without its tokens (those given by units) and that the bus rules
 * hold.
 */
final class FrontEndBench implements AutoCloseable {

    /** What differs from run to run: probabilities of pauses, latency of memory in cycles. */
    record Pace(double bus, double unitNotReady, double unitNotDone, double host, int latency) { }

    private record Burst(long address, int beats, long due) { }

    final UnitSimulator unit;
    final AxiLiteMaster host;
    final Map<Queue, List<int[]>> taken = new EnumMap<>(Queue.class);
    private final Map<Queue, Deque<Integer>> inUnit = new EnumMap<>(Queue.class);
    private final int[][] tokens = new int[Queue.values().length][Queue.values().length];
    private final Random random;
    private final int busBytes;
    private final Deque<Burst> bursts = new ArrayDeque<>();
    private Pace pace = new Pace(0, 0, 0, 0, 10);
    private Map<Queue, List<Operands>> expected = new EnumMap<>(Queue.class);
    private byte[] memory = new byte[0];
    private long memoryBase;
    private long badLine = -1;
    private int beat;
    long lastDone;

    FrontEndBench(HardwareConfig config, long seed) {
        GeneratedRtl rtl = FrontEndGenerator.generate(config);
        unit = UnitSetup.of(rtl.top(), FrontEndLintTest.sources(rtl)).withSeed(seed).open();
        random = new Random(seed);
        busBytes = config.busBytes();
        host = new AxiLiteMaster(unit, "s_axi", random, 0.3, this::step);
        for (String port : List.of("s_axi_awvalid", "s_axi_wvalid", "s_axi_bready", "s_axi_arvalid", "s_axi_rready",
                "s_r_valid", "m_ar_ready", "load_fault", "store_fault", "engine_starved", "ld_blocked", "read_bytes",
                "fetch_bytes", "write_bytes", "weight_bytes", "row_bytes", "kv_read_bytes", "kv_write_bytes", "logit_bytes", "macs",
                "ring_levels")) {
            unit.poke(port, 0);
        }
        for (Queue queue : units()) {
            unit.poke(name(queue) + "_busy", 0).poke(name(queue) + "_done", 0);
            taken.put(queue, new ArrayList<>());
            inUnit.put(queue, new ArrayDeque<>());
        }
        unit.poke("bus_idle", 1).reset();
    }

    static List<Queue> units() {
        List<Queue> queues = new ArrayList<>(List.of(Queue.values()));
        queues.remove(Queue.SYS);
        return queues;
    }

    private static String name(Queue queue) {
        return queue.name().toLowerCase(Locale.ROOT);
    }

    void setPace(Pace newPace) {
        pace = newPace;
    }

    /** Marks the 256 bytes at an address as answering with a bus error. */
    void setBadLine(long address) {
        badLine = address;
    }

    /** Puts a program into memory and sets what it must dispatch. */
    void load(long base, byte[] program, Map<Queue, List<Operands>> streams) {
        memoryBase = base;
        memory = program.clone();
        expected = streams;
        taken.values().forEach(List::clear);
        for (int[] row : tokens) {
            java.util.Arrays.fill(row, 0);
        }
        host.write(Register.PROGRAM_BASE_LO.offset(), (int) base);
        host.write(Register.PROGRAM_BASE_HI.offset(), (int) (base >>> 32));
    }

    /** Starts and waits for ap_done; returns the cycles from start to done. */
    long runToDone(int limit) {
        host.write(Register.CTRL.offset(), RegisterMap.AP_START);
        for (int polls = 0; polls < limit; polls++) {
            for (int i = 0; i < 20; i++) {
                step();
            }
            if ((host.read(Register.CTRL.offset()) & RegisterMap.AP_DONE) != 0) {
                return counter(RegisterMap.Counter.CYCLES);
            }
        }
        throw new AssertionError("not done in cycle " + unit.cycle() + ", pc " + host.read(Register.PC.offset()) + ", blocked 0x"
                + Integer.toHexString(host.read(Register.BLOCKED.offset())) + "; seed " + unit.seed());
    }

    long counter(RegisterMap.Counter counter) {
        return Integer.toUnsignedLong(host.read(counter.offset())) | (long) host.read(counter.offset() + 4) << 32;
    }

    /** One cycle of everything. */
    void step() {
        boolean arReady = random.nextDouble() >= pace.bus();
        unit.poke("m_ar_ready", arReady ? 1 : 0);
        boolean beatNow = !bursts.isEmpty() && bursts.peek().due() <= unit.cycle() && random.nextDouble() >= pace.bus();
        unit.poke("s_r_valid", beatNow ? 1 : 0);
        if (beatNow) {
            long address = bursts.peek().address() + (long) beat * busBytes;
            unit.poke("s_r_data", bytes(address)).poke("s_r_last", beat == bursts.peek().beats() - 1 ? 1 : 0)
                    .poke("s_r_error", (address & ~255) == badLine ? 1 : 0);
        }
        boolean[] ready = new boolean[Queue.values().length];
        for (Queue queue : units()) {
            ready[queue.ordinal()] = random.nextDouble() >= pace.unitNotReady();
            boolean done = !inUnit.get(queue).isEmpty() && random.nextDouble() >= pace.unitNotDone();
            unit.poke("m_" + name(queue) + "_ready", ready[queue.ordinal()] ? 1 : 0).poke(name(queue) + "_done", done ? 1 : 0);
            if (done) {
                int release = inUnit.get(queue).remove();
                lastDone = unit.cycle();
                for (int to = 0; to < tokens.length; to++) {
                    tokens[queue.ordinal()][to] += release >> to & 1;
                }
            }
        }
        boolean asks = unit.peek("m_ar_valid") != 0;
        unit.poke("bus_idle", bursts.isEmpty() && !asks ? 1 : 0);
        for (Queue queue : units()) {
            if (unit.peek("m_" + name(queue) + "_valid") != 0 && ready[queue.ordinal()]) {
                take(queue);
            }
        }
        if (asks && arReady) {
            long address = unit.peek("m_ar_addr");
            int beats = (int) unit.peek("m_ar_len") + 1;
            if ((address & 4095) + (long) beats * busBytes > 4096 || address % busBytes != 0) {
                throw new AssertionError("burst of " + beats + " beats at 0x" + Long.toHexString(address));
            }
            bursts.add(new Burst(address, beats, unit.cycle() + pace.latency()));
        }
        if (beatNow && ++beat == bursts.peek().beats()) {
            bursts.remove();
            beat = 0;
        }
        unit.tick();
    }

    boolean busIdle() {
        return bursts.isEmpty();
    }

    private long[] bytes(long address) {
        long[] slots = new long[Math.max(1, busBytes / 8)];
        for (int i = 0; i < busBytes; i++) {
            long at = address + i - memoryBase;
            long value = at >= 0 && at < memory.length ? memory[(int) at] & 0xff : 0xa5;
            slots[i / 8] |= value << 8 * (i % 8);
        }
        return slots;
    }

    private void take(Queue queue) {
        String port = "m_" + name(queue) + "_";
        int[] words = new int[8];
        words[0] = (int) unit.peek(port + "code");
        words[1] = (int) unit.peek(port + "flags");
        for (int i = 0; i < 6; i++) {
            words[2 + i] = (int) unit.peek(port + "operand_" + i);
        }
        int index = taken.get(queue).size();
        taken.get(queue).add(words);
        List<Operands> stream = expected.getOrDefault(queue, List.of());
        if (index >= stream.size()) {
            throw new AssertionError(queue + " takes more than " + stream.size() + " instructions; cycle " + unit.cycle()
                    + ", seed " + unit.seed());
        }
        Operands must = stream.get(index);
        int[] mustWords = new int[8];
        mustWords[0] = must.opcode().code();
        mustWords[1] = must.instruction().flags();
        for (int i = 0; i < 6; i++) {
            mustWords[2 + i] = must.slot(i);
        }
        if (!java.util.Arrays.equals(words, mustWords)) {
            throw new AssertionError(queue + " instruction " + index + ": expected " + java.util.Arrays.toString(mustWords)
                    + ", found " + java.util.Arrays.toString(words) + "; cycle " + unit.cycle() + ", seed " + unit.seed());
        }
        for (Queue from : units()) {
            int wanted = must.instruction().waitMask() >> from.ordinal() & 1;
            tokens[from.ordinal()][queue.ordinal()] -= wanted;
            if (tokens[from.ordinal()][queue.ordinal()] < 0) {
                throw new AssertionError(queue + " instruction " + index + " went without a token of " + from + "; cycle "
                        + unit.cycle() + ", seed " + unit.seed());
            }
        }
        inUnit.get(queue).add(must.instruction().releaseMask());
    }

    @Override
    public void close() {
        unit.close();
    }
}
