package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;
import org.junit.jupiter.api.Test;

class CoreGroupTest {

    private static final int STEP = 0x400;

    private final DeviceMemory memory = new DeviceMemory(0x40000);

    /** Cores with the same program, each with its own weights at a distance of {@link #STEP}. */
    private CoreGroup group(int cores, String program) {
        CoreGroup group = new CoreGroup(Bench.tiny().withCores(cores), memory);
        memory.write(Bench.PROGRAM, Program.of(Assembler.assemble("test", program)).bytes());
        all(group, Register.PROGRAM_BASE_LO, Bench.PROGRAM);
        all(group, Register.IO_BASE_LO, Bench.IO);
        for (int core = 0; core < cores; core++) {
            group.writeRegister((core << RegisterMap.ADDRESS_BITS) + Register.WEIGHTS_BASE_LO.offset(), Bench.WEIGHTS + core * STEP);
        }
        return group;
    }

    private static void all(CoreGroup group, Register register, int value) {
        group.writeRegister(RegisterMap.ALL_CORES + register.offset(), value);
    }

    private static void run(CoreGroup group) {
        all(group, Register.CTRL, RegisterMap.AP_START);
        assertThat(group.advance(1000)).isEqualTo(Emulator.Stop.DONE);
    }

    /** Element i of core c's weights is the binary16 number 100 c + i. */
    private void numbers(int cores, int count) {
        for (int core = 0; core < cores; core++) {
            byte[] bytes = new byte[2 * count];
            for (int i = 0; i < count; i++) {
                short half = Float.floatToFloat16(100 * core + i);
                bytes[2 * i] = (byte) half;
                bytes[2 * i + 1] = (byte) (half >> 8);
            }
            memory.write(Bench.WEIGHTS + core * STEP, bytes);
        }
    }

    @Test
    void a_gather_gives_every_core_what_each_has_and_nothing_behind_the_end() {
        numbers(3, 16);
        CoreGroup group = group(3, "LD.ACT n=16 act=8 release=ST\nST.GATHER act=8 part=4 total=10 wait=LD\nSYS.HALT\n");
        run(group);
        float[] parts = {0, 1, 2, 3, 104, 105, 106, 107, 208, 209};
        for (int core = 0; core < 3; core++) {
            short[] all = group.core(core).activation(8, 12);
            for (int i = 0; i < parts.length; i++) {
                assertThat(Float.float16ToFloat(all[i])).as("core %d, element %d", core, i).isEqualTo(parts[i]);
            }
            assertThat(Float.float16ToFloat(all[10])).as("core %d, behind the end", core).isEqualTo(100 * core + 10);
        }
    }

    @Test
    void a_gather_of_nothing_takes_and_gives_its_tokens() {
        CoreGroup group = group(2, "LD.ACT n=0 release=ST\nST.GATHER act=0 part=4 total=0 wait=LD release=MISC\n"
                + "MISC.CAST wait=ST\nSYS.HALT\n");
        run(group);
        assertThat(group.readRegister(Register.FAULT.offset())).isZero();
    }

    /** Casts the own numbers to results by adding them to zero results. */
    private CoreGroup argmax(float[][] values, int part, int total) {
        int cores = values.length;
        StringBuilder text = new StringBuilder("MISC.ARGMAX n=" + part + " release=ST\nST.ARGMAX part=" + part + " total=" + total
                + " wait=MISC release=SYS\nSYS.RESULT rd=r1 wait=ST\nSYS.TOKPUT rb=r1\nSYS.HALT\n");
        CoreGroup group = group(cores, text.toString());
        IntStream.range(0, cores).forEach(core -> System.arraycopy(values[core], 0, group.core(core).state().result, 0,
                values[core].length));
        all(group, Register.CTRL, RegisterMap.AP_START);
        while (group.advance(1000) != Emulator.Stop.DONE) {
            // a produced token: go on
        }
        return group;
    }

    private static void indexOnAll(CoreGroup group, int cores, int index) {
        for (int core = 0; core < cores; core++) {
            assertThat(group.readRegister((core << RegisterMap.ADDRESS_BITS) + RegisterMap.TOKENS)).isEqualTo(index);
        }
    }

    @Test
    void the_greatest_of_all_cores_is_known_to_all() {
        indexOnAll(argmax(new float[][] {{1, -5}, {-2, 7}, {6, 0}}, 2, 6), 3, 3);
    }

    @Test
    void of_equals_the_lower_index_wins_and_zeros_are_equal() {
        indexOnAll(argmax(new float[][] {{-3, -0f}, {0f, -1}}, 2, 4), 2, 1);
    }

    @Test
    void no_number_is_below_everything() {
        indexOnAll(argmax(new float[][] {{Float.NaN, Float.NaN}, {Float.NEGATIVE_INFINITY, Float.NaN}}, 2, 4), 2, 2);
    }

    @Test
    void a_core_without_elements_does_not_win() {
        indexOnAll(argmax(new float[][] {{-3, -1}, {9, 9}}, 2, 2), 2, 1);
    }

    @Test
    void a_core_knows_its_number_and_a_window_without_core_reads_zero() {
        CoreGroup group = group(2, "SYS.ARG rd=r1 imm=5\nSYS.TOKPUT rb=r1\nSYS.BARRIER\nSYS.HALT\n");
        all(group, Register.CTRL, RegisterMap.AP_START);
        while (group.advance(1000) != Emulator.Stop.DONE) {
            // a produced token: go on
        }
        assertThat(group.readRegister(RegisterMap.TOKENS)).isZero();
        assertThat(group.readRegister((1 << RegisterMap.ADDRESS_BITS) + RegisterMap.TOKENS)).isEqualTo(1);
        assertThat(group.readRegister((1 << RegisterMap.ADDRESS_BITS) + Register.CORE_ID.offset())).isEqualTo(0x0201);
        assertThat(group.readRegister((2 << RegisterMap.ADDRESS_BITS) + Register.MAGIC_ID.offset())).isZero();
    }

    @Test
    void cores_that_do_not_meet_are_a_fault_and_not_a_hang() {
        CoreGroup group = group(2, "SYS.ARG rd=r1 imm=5\nSYS.BRANCH ra=r1 imm=1 cond=1 target=3\nSYS.BARRIER\nSYS.HALT\n");
        all(group, Register.CTRL, RegisterMap.AP_START);
        assertThatThrownBy(() -> group.advance(1000)).isInstanceOf(EmulatorFault.class).hasMessageContaining("cores that have ended");
    }

    @Test
    void a_single_core_has_nobody_to_gather_with() {
        HardwareConfig one = Bench.tiny();
        Bench bench = new Bench(one).load("ST.GATHER part=4 total=4\nSYS.HALT\n");
        assertThatThrownBy(bench::run).isInstanceOf(EmulatorFault.class).hasMessageContaining("nobody to exchange with");
    }
}
