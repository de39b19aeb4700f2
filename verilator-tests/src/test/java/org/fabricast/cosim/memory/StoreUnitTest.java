package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The store unit between buffers and a memory of latency 64. */
class StoreUnitTest {

    private static final int LATENCY = 64;
    private static final int I8 = 0;
    private static final int F16 = 1;
    private static final int F32 = 2;
    private static final int REGION_BYTES = 1 << 16;
    private static final long[] REGIONS = {0x40, REGION_BYTES + 0x1000, 2L * REGION_BYTES + 0xfc0};
    private static final int MEMORY_BYTES = 4 * REGION_BYTES;

    /** Parameters of the unit, all but the address bits as log2. */
    record Shape(String name, int bus, int lanes, int actBits, int resBits, int burst) {

        int busBytes() {
            return 1 << bus;
        }

        int laneCount() {
            return 1 << lanes;
        }

        UnitSetup setup() {
            List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("rst", 1), Port.in("stop", 1),
                    Port.in("s_instr_valid", 1), Port.out("s_instr_ready", 1), Port.in("s_instr_code", 4),
                    Port.in("s_instr_flags", 8)));
            for (int i = 0; i < 6; i++) {
                ports.add(Port.in("s_instr_operand_" + i, 32));
            }
            ports.addAll(List.of(Port.out("done", 1), Port.out("busy", 1), Port.in("region_0", 64), Port.in("region_1", 64),
                    Port.in("region_2", 64), Port.out("act_r_valid", 1), Port.in("act_r_ready", 1),
                    Port.out("act_r_addr", actBits), Port.in("act_r_data", 16 * laneCount()), Port.out("res_r_valid", 1),
                    Port.in("res_r_ready", 1), Port.out("res_r_addr", resBits), Port.in("res_r_data", 32 * laneCount()),
                    Port.out("m_axi_awvalid", 1), Port.in("m_axi_awready", 1), Port.out("m_axi_awaddr", 64),
                    Port.out("m_axi_awlen", 8), Port.out("m_axi_wvalid", 1), Port.in("m_axi_wready", 1),
                    Port.out("m_axi_wdata", 8 * busBytes()), Port.out("m_axi_wstrb", busBytes()), Port.out("m_axi_wlast", 1),
                    Port.in("m_axi_bvalid", 1), Port.out("m_axi_bready", 1), Port.in("m_axi_bresp", 2),
                    Port.out("bus_idle", 1), Port.out("fault", 1), Port.out("written", 8), Port.out("written_region", 2)));
            return UnitSetup.of("store_unit", RtlSources.cells("store_unit"), ports).withParameter("BUS_LOG2", bus)
                    .withParameter("LANES_LOG2", lanes).withParameter("ACT_BITS", actBits).withParameter("RES_BITS", resBits)
                    .withParameter("BURST_LOG2", burst);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Shape> shapes() {
        return Stream.of(new Shape("sim64", 4, 0, 12, 11, 4), new Shape("sim256", 6, 2, 10, 10, 4),
                new Shape("narrow bus, wide lanes", 2, 4, 6, 5, 0), new Shape("widest", 6, 4, 6, 6, 6));
    }

    /** One run: models around the unit, and the memory as it must be afterwards. */
    private static final class Run {
        final Shape shape;
        final UnitSimulator unit;
        final long[] act;
        final long[] res;
        final byte[] wanted = new byte[MEMORY_BYTES];
        final AxiWriteMemory memory;
        final ReadPort actPort;
        final ReadPort resPort;
        final List<Instruction> program = new ArrayList<>();
        final List<Long> bytesUpTo = new ArrayList<>();
        final double idle;
        final long seed;
        long bytes;

        Run(Shape shape, UnitSimulator unit, double idle, long seed) {
            this.shape = shape;
            this.unit = unit;
            this.idle = idle;
            this.seed = seed;
            Random random = new Random(seed);
            act = random.longs(1L << shape.actBits() + shape.lanes()).toArray();
            res = random.longs(1L << shape.resBits() + shape.lanes()).toArray();
            random.nextBytes(wanted);
            memory = new AxiWriteMemory(wanted, shape.busBytes(), LATENCY, idle, seed);
            actPort = new ReadPort("act_r", shape.laneCount(), 16, act, idle, seed + 1);
            resPort = new ReadPort("res_r", shape.laneCount(), 32, res, idle, seed + 2);
            for (int i = 0; i < 3; i++) {
                unit.poke("region_" + i, REGIONS[i]);
            }
        }

        /** ST.I8 or ST.F16. */
        void pieces(int code, int region, int mem, int from, int piece, int pieces, int stride) {
            program.add(Instruction.of(code, region, mem, from, piece, pieces, stride));
            int size = code == I8 ? 1 : 2;
            for (int k = 0; k < pieces; k++) {
                for (int i = 0; i < piece; i++) {
                    put(REGIONS[region] + mem + (long) k * stride + (long) i * size, act[from + k * piece + i], size);
                }
            }
            account((long) pieces * piece * size);
        }

        void results(int region, int mem, int from, int n) {
            program.add(Instruction.of(F32, region, mem, from, n));
            for (int i = 0; i < n; i++) {
                put(REGIONS[region] + mem + 4L * i, res[from + i], 4);
            }
            account(4L * n);
        }

        private void put(long address, long value, int size) {
            for (int i = 0; i < size; i++) {
                wanted[(int) address + i] = (byte) (value >>> 8 * i);
            }
        }

        private void account(long more) {
            bytes += more;
            bytesUpTo.add(bytes);
        }

        CycleBench bench() {
            InstructionSource source = new InstructionSource(program, idle / 2, seed, index ->
                    assertThat(memory.acknowledged()).as("bytes acknowledged when instruction %d is done", index)
                            .isGreaterThanOrEqualTo(bytesUpTo.get(index)));
            return new CycleBench(unit, List.of(memory, source, actPort, resPort,
                    new StableStream("m_axi_awvalid", memory::addressOpen, "m_axi_awaddr"),
                    new StableStream("m_axi_wvalid", memory::dataOpen, "m_axi_wdata", "m_axi_wstrb"),
                    new StableStream("act_r_valid", actPort::open, "act_r_addr"),
                    new StableStream("res_r_valid", resPort::open, "res_r_addr")));
        }

        /** Runs to the end; returns the cycles it took. */
        long go() {
            long took = bench().run(300_000);
            byte[] found = memory.bytes();
            for (int i = 0; i < wanted.length; i++) {
                if (found[i] != wanted[i]) {
                    throw new AssertionError(String.format("%s: byte 0x%x: expected 0x%02x, found 0x%02x; seed %d", shape, i,
                            wanted[i], found[i], seed));
                }
            }
            assertThat(memory.acknowledged()).isEqualTo(bytes);
            assertThat(memory.counted()).as("bytes counted by the unit").isEqualTo(bytes);
            assertThat(memory.mostInFlight()).isLessThanOrEqualTo(1 << shape.burst());
            assertThat(unit.peek("bus_idle")).isEqualTo(1);
            assertThat(unit.peek("busy")).isZero();
            return took;
        }
    }

    private static void randomProgram(Run run, int instructions, Random random) {
        for (int i = 0; i < instructions; i++) {
            int region = random.nextInt(3);
            if (random.nextInt(4) == 0) {
                int n = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(run.res.length / 2);
                int words = (run.res.length - n) / run.shape.laneCount();
                run.results(region, 64 * random.nextInt(256), run.shape.laneCount() * random.nextInt(words + 1), n);
                continue;
            }
            int code = random.nextInt(2);
            int size = 1 + code;
            int piece = random.nextInt(16 / size + 1);
            int pieces = random.nextInt(9);
            // A piece starts anywhere in its 16 bytes as long as it stays within them; so does the next, a stride further.
            int slack = 16 - piece * size;
            int mem = 16 * random.nextInt(1024) + size * random.nextInt(slack / size + 1);
            int stride = 16 * random.nextInt(20);
            int from = random.nextInt(run.act.length - piece * pieces + 1);
            run.pieces(code, region, mem, from, piece, pieces, stride);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void randomProgramsStoreWhatTheyShouldTwiceWithoutReset(Shape shape) {
        try (UnitSimulator unit = shape.setup().withSeed(3).open()) {
            unit.reset();
            for (double idle : new double[] {0, 0.5, 0.1, 0.8}) {
                Run run = new Run(shape, unit, idle, 40 + Math.round(10 * idle));
                randomProgram(run, 60, new Random(run.seed));
                run.go();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sizesOfZeroAreDoneInOrderWithoutTraffic(Shape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            Run run = new Run(shape, unit, 0, 9);
            run.pieces(F16, 1, 6, 3, 1, 1, 0);
            for (int i = 0; i < 8; i++) {
                run.pieces(I8, 0, 0, 0, 0, 5, 16);
                run.pieces(F16, 0, 0, 0, 5, 0, 16);
                run.results(2, 64, 0, 0);
            }
            assertThat(run.go()).isLessThan(LATENCY + 80);
            assertThat(run.memory.writes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void writesAndInstructionsOverlapTheLatency(Shape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            Run run = new Run(shape, unit, 0, 9);
            // K, V and their scales of four heads of 16, as a decode step stores them.
            for (int head = 0; head < 4; head++) {
                run.pieces(I8, 1, 4096 * head, 16 * head, 8, 2, 64);
                run.pieces(F16, 1, 4096 * head + 2048, 16 * head, 1, 1, 0);
            }
            long took = run.go();
            int writes = shape.busBytes() >= 8 ? 12 : 20;
            // Each element's cycle, each write, one latency per batch of writes in flight.
            assertThat(took).isLessThan(30 + 68 + writes + (long) (LATENCY + 4) * (writes + (1 << shape.burst()) - 1 >> shape.burst()));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void stopEndsTheTrafficAndResetForgetsTheRest(Shape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            for (int when : new int[] {7, 8, 9, 10, 40, 100}) {
                Run stopped = new Run(shape, unit, 0.2, when);
                stopped.results(0, 64, 0, stopped.res.length);
                CycleBench bench = stopped.bench();
                bench.cycles(when);
                unit.poke("stop", 1);
                bench.until(() -> unit.peek("bus_idle") != 0, 3000);
                long writes = stopped.memory.writes();
                assertThat(stopped.memory.acknowledged()).isLessThan(stopped.bytes);
                bench.cycles(200);
                assertThat(stopped.memory.writes()).as("no new write after stop").isEqualTo(writes);
                assertThat(stopped.memory.finished()).isTrue();

                unit.poke("stop", 0).poke("s_instr_valid", 0).pulse("rst").tick();
                assertThat(unit.peek("busy")).isZero();
                Run fresh = new Run(shape, unit, 0, when);
                randomProgram(fresh, 10, new Random(when));
                fresh.go();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void anErrorResponseIsAFaultInItsCycle(Shape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            Run run = new Run(shape, unit, 0, 9);
            run.results(0, 0, 0, 64);
            run.memory.failAt(REGIONS[0] + 64);
            run.go();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lintIsSilent(Shape shape) {
        RtlLint.mustBeSilent("store_unit", CellShapes.withDefaults(RtlSources.cells("store_unit"), shape.setup().parameters()));
    }
}
