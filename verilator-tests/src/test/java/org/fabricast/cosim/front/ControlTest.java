package org.fabricast.cosim.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.gen.FrontEndGenerator;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Access;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest {

    private static final long SEED = 31;
    private static final HardwareConfig CONFIG = HardwareConfig.sim64();

    private final Random random = new Random(SEED);
    private UnitSimulator unit;
    private AxiLiteMaster host;
    private int clears;

    @BeforeEach
    void open() {
        List<VerilogSource> sources = FrontEndLintTest.sources(FrontEndGenerator.generate(CONFIG)).stream()
                .filter(source -> List.of("control.v", "axi_lite_slave.v", "run_control.v", "token_memory.v",
                        "performance_counter.v").contains(source.name())).toList();
        unit = UnitSetup.of("control", sources).withSeed(SEED).open();
        for (String port : List.of("s_axi_awvalid", "s_axi_wvalid", "s_axi_bready", "s_axi_arvalid", "s_axi_rready", "halted",
                "illegal", "read_fault", "write_fault", "produced", "pc", "blocked", "ring_levels", "token_valid",
                "argument_index")) {
            unit.poke(port, 0);
        }
        for (Counter counter : Counter.values()) {
            unit.poke(event(counter), counter == Counter.CYCLES ? 1 : 0);
        }
        unit.poke("bus_idle", 1).reset();
        host = new AxiLiteMaster(unit, "s_axi", random, 0.4, this::step);
    }

    @AfterEach
    void close() {
        unit.close();
    }

    private static String event(Counter counter) {
        return "event_" + counter.name().toLowerCase(Locale.ROOT);
    }

    private void step() {
        clears += (int) unit.peek("clear");
        unit.tick();
    }

    private int read(Register register) {
        return host.read(register.offset());
    }

    private void write(Register register, int value) {
        host.write(register.offset(), value);
    }

    private void start() {
        write(Register.CTRL, RegisterMap.AP_START);
        for (int i = 0; i < 10; i++) {
            step();
        }
        assertThat(unit.peek("run")).isEqualTo(1);
    }

    private void pulse(String port) {
        unit.poke(port, 1);
        step();
        unit.poke(port, 0);
        for (int i = 0; i < 12; i++) {
            step();
        }
    }

    @Test
    void identificationIsThatOfTheConfiguration() {
        assertThat(read(Register.MAGIC_ID)).isEqualTo(0x46424331);
        assertThat(read(Register.ISA_ID)).isEqualTo(1);
        assertThat(read(Register.CONFIG_ID)).isEqualTo(CONFIG.hash32());
        assertThat(read(Register.CORE_ID)).isEqualTo(0x0100);
        write(Register.MAGIC_ID, 5);
        assertThat(read(Register.MAGIC_ID)).isEqualTo(0x46424331);
        assertThat(host.read(0x7f0)).as("unmapped").isZero();
    }

    @Test
    void registersHoldWhatWasWrittenByteByByteUnderRandomPauses() {
        int[] model = new int[Register.values().length];
        for (int i = 0; i < 400; i++) {
            Register register = Register.values()[random.nextInt(model.length)];
            if (register.access() != Access.READ_WRITE) {
                continue;
            }
            if (random.nextBoolean()) {
                int value = random.nextInt();
                int strobe = random.nextInt(16);
                host.write(register.offset() + random.nextInt(4), value, strobe);
                for (int b = 0; b < 4; b++) {
                    if ((strobe >> b & 1) != 0) {
                        model[register.ordinal()] = model[register.ordinal()] & ~(255 << 8 * b) | value & 255 << 8 * b;
                    }
                }
            } else {
                assertThat(read(register)).as(register + ", access " + i).isEqualTo(model[register.ordinal()]);
            }
        }
        int at = 0;
        for (Register argument : RegisterMap.arguments()) {
            unit.poke("argument_index", at++);
            assertThat(unit.peek("argument_exists")).isEqualTo(1);
            assertThat((int) unit.peek("argument")).isEqualTo(model[argument.ordinal()]);
        }
        unit.poke("argument_index", at);
        assertThat(unit.peek("argument_exists")).isZero();
        assertThat((int) unit.peek("kv_base_hi")).isEqualTo(model[Register.KV_BASE_HI.ordinal()]);
        assertThat((int) unit.peek("program_base_lo")).isEqualTo(model[Register.PROGRAM_BASE_LO.ordinal()]);
    }

    @Test
    void startRunsOnceAndDoneIsClearedByReadingTwiceInARow() {
        for (int round = 1; round <= 2; round++) {
            assertThat(read(Register.CTRL)).isEqualTo(RegisterMap.AP_IDLE);
            start();
            assertThat(clears).as("one clear per start").isEqualTo(round);
            assertThat(read(Register.CTRL)).as("ap_start is cleared when the machine starts").isZero();
            write(Register.CTRL, RegisterMap.AP_START);
            assertThat(unit.peek("run")).as("a start while running is ignored").isEqualTo(1);
            pulse("halted");
            assertThat(unit.peek("stop")).isEqualTo(1);
            assertThat(read(Register.CTRL)).isEqualTo(RegisterMap.AP_IDLE | RegisterMap.AP_DONE | RegisterMap.AP_READY);
            assertThat(read(Register.CTRL)).isEqualTo(RegisterMap.AP_IDLE);
        }
        host.write(Register.CTRL.offset(), RegisterMap.AP_START, 0xe);
        assertThat(read(Register.CTRL)).as("the byte of ap_start was not written").isEqualTo(RegisterMap.AP_IDLE);
    }

    @Test
    void doneWaitsUntilTheBusHasBeenIdle() {
        start();
        unit.poke("bus_idle", 0);
        pulse("halted");
        assertThat(unit.peek("run")).isZero();
        assertThat(read(Register.CTRL)).isZero();
        unit.poke("bus_idle", 1);
        for (int i = 0; i < 3; i++) {
            step();
        }
        unit.poke("bus_idle", 0);
        for (int i = 0; i < 20; i++) {
            step();
        }
        assertThat(read(Register.CTRL)).as("idle for three cycles only").isZero();
        unit.poke("bus_idle", 1);
        for (int i = 0; i < 10; i++) {
            step();
        }
        assertThat(read(Register.CTRL) & RegisterMap.AP_DONE).isEqualTo(RegisterMap.AP_DONE);
    }

    @Test
    void theInterruptFollowsEnablesAndStatusTogglesByWriting() {
        start();
        pulse("halted");
        assertThat(read(Register.ISR)).as("nothing enabled").isZero();
        write(Register.IER, 1);
        start();
        pulse("halted");
        assertThat(read(Register.ISR)).isEqualTo(1);
        assertThat(unit.peek("irq")).as("no global enable").isZero();
        write(Register.GIER, 1);
        assertThat(unit.peek("irq")).isEqualTo(1);
        write(Register.ISR, 1);
        assertThat(read(Register.ISR)).isZero();
        assertThat(unit.peek("irq")).isZero();
        write(Register.ISR, 2);
        assertThat(read(Register.ISR)).isEqualTo(2);
        assertThat(unit.peek("irq")).isEqualTo(1);
        assertThat(read(Register.IER)).isEqualTo(1);
        assertThat(read(Register.GIER)).isEqualTo(1);
    }

    @Test
    void faultsEndTheRunTheFirstIsKeptAndAStartClearsIt() {
        String[] ports = {"illegal", "read_fault", "write_fault"};
        for (int code = 1; code <= 3; code++) {
            start();
            assertThat(read(Register.FAULT)).isZero();
            pulse(ports[code - 1]);
            pulse(ports[code % 3]);
            assertThat(read(Register.FAULT)).isEqualTo(code);
            assertThat(read(Register.CTRL) & RegisterMap.AP_DONE).isEqualTo(RegisterMap.AP_DONE);
        }
    }

    @Test
    void countersAddWhileRunningAndAreClearedByAStart() {
        for (int round = 0; round < 2; round++) {
            start();
            unit.poke(event(Counter.MACS), 4096).poke(event(Counter.READ_BYTES), 64).poke(event(Counter.LD_BUSY), 1);
            for (int i = 0; i < 100; i++) {
                step();
            }
            unit.poke(event(Counter.MACS), 0).poke(event(Counter.READ_BYTES), 0).poke(event(Counter.LD_BUSY), 0);
            pulse("produced");
            pulse("produced");
            pulse("halted");
            unit.poke(event(Counter.LD_BUSY), 1);
            step();
            unit.poke(event(Counter.LD_BUSY), 0);
            assertThat(host.read(Counter.MACS.offset())).isEqualTo(409_600);
            assertThat(host.read(Counter.READ_BYTES.offset())).isEqualTo(6400);
            assertThat(host.read(Counter.LD_BUSY.offset())).as("idle cycles do not count").isEqualTo(100);
            assertThat(host.read(Counter.MACS.offset() + 4)).isZero();
            assertThat(host.read(Counter.CYCLES.offset())).isBetween(100, 1000);
            assertThat(read(Register.PRODUCED)).isEqualTo(2);
        }
    }

    @Test
    void statusInputsAreShown() {
        unit.poke("pc", 0x12345678L).poke("blocked", 0xfedcbL).poke("ring_levels", 0x8001_7ffeL);
        assertThat(read(Register.PC)).isEqualTo(0x12345678);
        assertThat(read(Register.BLOCKED)).isEqualTo(0xfedcb);
        assertThat(read(Register.RING_LEVELS)).isEqualTo(0x8001_7ffe);
    }

    @Test
    void tokenMemoryServesHostAndSequencerTogether() {
        int words = CONFIG.tokenCapacity();
        int[] model = new int[words];
        for (int i = 0; i < words; i += 61) {
            model[i] = random.nextInt();
            host.write(RegisterMap.TOKENS + 4 * i, model[i]);
        }
        // The sequencer's accesses disturb the host's in most cycles from here on; it never waits.
        AxiLiteMaster busyHost = new AxiLiteMaster(unit, "s_axi", random, 0, () -> {
            int word = 1 + 61 * random.nextInt(16);
            boolean access = random.nextInt(4) != 0;
            boolean write = access && random.nextBoolean();
            int value = random.nextInt();
            unit.poke("token_valid", access ? 1 : 0).poke("token_write", write ? 1 : 0).poke("token_address", word)
                    .poke("token_data", Integer.toUnsignedLong(value));
            unit.tick();
            if (write) {
                model[word] = value;
            } else if (access && word > 0) {
                long found = unit.peek("token_read_data");
                assertThat(model[word] == 0 || (int) found == model[word]).as("sequencer reads word " + word).isTrue();
            }
        });
        for (int i = 0; i < words; i += 61) {
            assertThat(busyHost.read(RegisterMap.TOKENS + 4 * i)).as("word " + i).isEqualTo(model[i]);
            busyHost.write(RegisterMap.TOKENS + 4 * i, ~model[i], 3);
            model[i] = model[i] & 0xffff0000 | ~model[i] & 0xffff;
            assertThat(busyHost.read(RegisterMap.TOKENS + 4 * i)).as("low half of word " + i).isEqualTo(model[i]);
        }
        unit.poke("token_valid", 0);
        assertThat(host.read(RegisterMap.TOKENS + 4 * words)).as("beyond the capacity").isZero();
    }
}
