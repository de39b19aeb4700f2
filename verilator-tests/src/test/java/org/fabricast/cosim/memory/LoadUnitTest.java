package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fabricast.cosim.RtlLint;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The load unit with the arbiter and the rings it works with, against a memory of latency 64. */
class LoadUnitTest {

    private static final int LATENCY = 64;
    private static final long[] REGIONS = {0x1_0000_0000L, 0x2_4000_0fc0L, 0x7ff_ffff_f000L};
    private static final int RING = 0;
    private static final int ACT = 1;
    private static final LoadShape SIM64 = LoadShape.of(HardwareConfig.sim64());
    private static final LoadShape SIM256 = LoadShape.of(HardwareConfig.sim256());
    /** Lane words of four beats, one short burst in flight, rings of four words. */
    private static final LoadShape TIGHT = new LoadShape("tight", 2, 3, 8, 2, 0, 4, 5, 2);
    /** A beat is a lane word and a ring word. */
    private static final LoadShape EQUAL = new LoadShape("equal", 4, 3, 6, 3, 2, 4, 2, 0);

    static Stream<LoadShape> shapes() {
        return Stream.of(SIM64, SIM256, TIGHT, EQUAL);
    }

    static Stream<LoadShape> boards() {
        return Stream.of(SIM64, SIM256);
    }

    /** Pauses of everybody in one run. */
    private record Pauses(double instructions, double memory, double rings, double writes) {
        static final Pauses NONE = new Pauses(0, 0, 0, 0);
    }

    /** One run: models around the unit, and what they must see. */
    private static final class Run {
        final LoadShape shape;
        final UnitSimulator unit;
        final AxiReadMemory memory;
        final RingConsumer[] rings;
        final WritePort act;
        final FetchMaster fetch;
        final short[] wanted;
        final List<Instruction> program = new ArrayList<>();
        final List<Long> beatsUpTo = new ArrayList<>();
        final List<Long> elementsUpTo = new ArrayList<>();
        final Pauses pauses;
        final long seed;
        long beats;
        long elements;

        Run(LoadShape shape, UnitSimulator unit, RingConsumer[] rings, Pauses pauses, int lines, long seed) {
            this.shape = shape;
            this.unit = unit;
            this.rings = rings;
            this.pauses = pauses;
            this.seed = seed;
            memory = new AxiReadMemory(shape.busBytes(), LATENCY, 1 << shape.burst(), pauses.memory(), seed);
            wanted = new short[shape.actElements()];
            Random random = new Random(seed);
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = (short) random.nextInt();
            }
            act = new WritePort("act_w", shape.laneCount(), wanted, pauses.writes(), seed);
            fetch = new FetchMaster(shape.busBytes(), lines, 0.01, seed);
            for (int i = 0; i < 3; i++) {
                unit.poke("region_" + i, REGIONS[i]);
            }
        }

        void ring(int ring, int region, int unit16, int bytes) {
            program.add(Instruction.of(RING, region | ring << 2, unit16, bytes));
            rings[ring].expect(REGIONS[region] + 16L * Integer.toUnsignedLong(unit16), bytes);
            account(bytes, 0);
        }

        void act(int region, int unit16, int n, int at) {
            program.add(Instruction.of(ACT, region, unit16, n, at));
            long from = REGIONS[region] + 16L * Integer.toUnsignedLong(unit16);
            for (int i = 0; i < n; i++) {
                wanted[at + i] = (short) (Bits.memory(from + 2L * i) & 0xff | Bits.memory(from + 2L * i + 1) << 8);
            }
            account(2 * n, n);
        }

        private void account(int bytes, int n) {
            beats += (bytes + shape.busBytes() - 1) / shape.busBytes();
            elements += n;
            beatsUpTo.add(beats);
            elementsUpTo.add(elements);
        }

        List<BusModel> models() {
            InstructionSource source = new InstructionSource(program, pauses.instructions(), seed, index -> {
                assertThat(memory.beats(0)).as("beats when instruction %d is done", index)
                        .isGreaterThanOrEqualTo(beatsUpTo.get(index));
                assertThat(act.written()).as("elements written when instruction %d is done", index)
                        .isGreaterThanOrEqualTo(elementsUpTo.get(index));
            });
            return List.of(source, memory, rings[0], rings[1], act, fetch,
                    new StableStream("m_axi_arvalid", memory::open, "m_axi_arid", "m_axi_araddr", "m_axi_arlen"),
                    new StableStream("m_word0_valid", rings[0]::open, "m_word0_data"),
                    new StableStream("m_word1_valid", rings[1]::open, "m_word1_data"),
                    new StableStream("act_w_valid", act::open, "act_w_addr", "act_w_mask", "act_w_data"));
        }

        void go() {
            go(new CycleBench(unit, models()));
        }

        /** Runs to the end, on a bench that may have run already. */
        void go(CycleBench bench) {
            bench.run(200_000);
            assertThat(act.elements()).as("activation buffer, seed %d", seed).isEqualTo(wanted);
            assertThat(memory.beats(0)).isEqualTo(beats);
            assertThat(act.written()).isEqualTo(elements);
            assertThat(unit.peek("bus_idle")).isEqualTo(1);
            assertThat(unit.peek("busy")).isZero();
        }
    }

    private static RingConsumer[] rings(LoadShape shape, double backPressure, long seed) {
        return new RingConsumer[] {new RingConsumer("m_word0", shape.wordBytes(), backPressure, seed),
            new RingConsumer("m_word1", shape.wordBytes(), backPressure, seed + 1)};
    }

    private static void randomProgram(Run run, int instructions, Random random) {
        LoadShape shape = run.shape;
        for (int i = 0; i < instructions; i++) {
            int region = random.nextInt(3);
            int unit16 = 4 * random.nextInt(1 << 14);
            if (random.nextInt(4) != 0) {
                int most = random.nextInt(5) == 0 ? 3 * shape.wordBytes() << 4 : 1024;
                run.ring(random.nextInt(2), region, unit16, 64 * random.nextInt(most / 64));
            } else {
                int n = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextInt(shape.actElements() / 2);
                int places = (shape.actElements() - n) / shape.laneCount();
                run.act(region, unit16, n, shape.laneCount() * random.nextInt(places + 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void randomProgramsLoadWhatTheyShouldTwiceWithoutReset(LoadShape shape) {
        List<Pauses> all = List.of(Pauses.NONE, new Pauses(0.5, 0.3, 0, 0), new Pauses(0, 0, 0.8, 0.6),
                new Pauses(0.3, 0.3, 0.5, 0.5));
        try (UnitSimulator unit = shape.setup().withSeed(7).open()) {
            unit.reset();
            RingConsumer[] rings = rings(shape, 0, 11);
            for (int i = 0; i < all.size(); i++) {
                Pauses pauses = all.get(i);
                rings[0].backPressure(pauses.rings());
                rings[1].backPressure(pauses.rings());
                // What is left of a ring word after one run is the beginning of a word of the next.
                Run run = new Run(shape, unit, rings, pauses, 6, 100 + i);
                randomProgram(run, 40, new Random(1000 + i));
                run.go();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theBusStaysBusyWithinAndAcrossInstructions(LoadShape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            for (int instructions : new int[] {1, 8}) {
                for (int offset : new int[] {0, 4}) {
                    Run run = new Run(shape, unit, rings(shape, 0, 1), Pauses.NONE, 0, 5);
                    for (int i = 0; i < instructions; i++) {
                        run.ring(i % 2, i % 3, 1024 * i + offset, 16 << 10);
                    }
                    run.go();
                    List<Long> cycles = run.memory.beatCycles();
                    double rate = cycles.size() / (double) (cycles.getLast() - cycles.getFirst() + 1);
                    assertThat(rate).as("beats per cycle of %d instructions at offset %d", instructions, 16 * offset)
                            .isGreaterThanOrEqualTo(0.97);
                    assertThat(run.memory.mostInFlight()).isLessThanOrEqualTo(1 << shape.outstanding());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void theFirstRequestComesSoonAndDoneFollowsTheLastBeat(LoadShape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            Run run = new Run(shape, unit, rings(shape, 0, 1), Pauses.NONE, 0, 5);
            run.ring(0, 0, 0, 64);
            long took = new CycleBench(unit, run.models()).run(1000);
            // 3 to the unit's request, 1 through the arbiter, latency, the beats, 2 to done, and the cycle of done itself.
            assertThat((double) took).isCloseTo(3 + 1 + LATENCY + 64 / shape.busBytes() + 2, within(1.0));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sizesOfZeroAreDoneAtOnceWithoutTraffic(LoadShape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            Run run = new Run(shape, unit, rings(shape, 0, 1), Pauses.NONE, 0, 5);
            for (int i = 0; i < 20; i++) {
                run.ring(i % 2, 0, 0, 0);
                run.act(1, 4, 0, 0);
            }
            long took = new CycleBench(unit, run.models()).run(1000);
            assertThat(took).isLessThan(50);
            assertThat(run.memory.beats(0)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aFullRingHoldsTheNextBurstBackUntilWordsAreTaken(LoadShape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            unit.reset();
            RingConsumer[] rings = rings(shape, 0.999999, 1);
            Run run = new Run(shape, unit, rings, Pauses.NONE, 0, 5);
            int capacity = shape.busBytes() << shape.ring0();
            run.ring(0, 0, 4, 2 * capacity);
            CycleBench bench = new CycleBench(unit, run.models());
            bench.until(() -> unit.peek("blocked") != 0, 100_000);
            bench.cycles(2000);
            long beats = run.memory.beats(0);
            assertThat(beats * shape.busBytes()).isLessThanOrEqualTo(capacity).isGreaterThan(capacity / 2);
            assertThat(unit.peek("blocked")).isEqualTo(1);
            assertThat(unit.peek("level0")).isEqualTo(beats >> shape.wordBeats());
            rings[0].backPressure(0);
            run.go(bench);
        }
    }

    @ParameterizedTest
    @MethodSource("boards")
    void stopEndsTheTrafficAndResetEmptiesEverything(LoadShape shape) {
        try (UnitSimulator unit = shape.setup().open()) {
            for (int when : new int[] {5, 6, 7, 8, 60, 75, 200, 201}) {
                // The run before may have left a part of a word in a ring.
                unit.reset();
                Run stopped = new Run(shape, unit, rings(shape, 0.5, 1), new Pauses(0, 0.2, 0, 0.5), 3, when);
                stopped.act(0, 8, 500, 0);
                stopped.ring(0, 0, 0, 8 << 10);
                stopped.ring(1, 1, 0, 8 << 10);
                CycleBench bench = new CycleBench(unit, stopped.models());
                bench.cycles(when);
                unit.poke("stop", 1);
                // The other master ends by itself here.
                bench.until(() -> unit.peek("bus_idle") != 0 && stopped.fetch.finished(), 2000);
                long beats = stopped.memory.beats(0);
                assertThat(beats).isLessThan(stopped.beats);
                bench.cycles(200);
                assertThat(stopped.memory.beats(0)).as("no new burst after stop").isEqualTo(beats);
                assertThat(unit.peek("bus_idle")).isEqualTo(1);

                unit.poke("stop", 0).poke("s_instr_valid", 0).pulse("rst").tick();
                assertThat(unit.peek("level0") + unit.peek("level1") + unit.peek("busy")).isZero();
                Run fresh = new Run(shape, unit, rings(shape, 0.2, 3), Pauses.NONE, 2, when);
                randomProgram(fresh, 8, new Random(when));
                fresh.go();
            }
        }
    }

    @Test
    void aBusErrorIsAFaultInItsCycle() {
        try (UnitSimulator unit = SIM64.setup().open()) {
            unit.reset();
            Run run = new Run(SIM64, unit, rings(SIM64, 0, 1), Pauses.NONE, 2, 5);
            run.ring(0, 0, 0, 1024);
            run.memory.failAt(REGIONS[0] + 160);
            run.go();
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lintIsSilent(LoadShape shape) {
        RtlLint.mustBeSilent("load_bench", CellShapes.withDefaults(LoadShape.sources(), shape.setup().parameters()));
    }
}
