package org.fabricast.ir.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorTest {

    private static final String PRODUCT = """
            LD.ACT mem=16 n=5 act=8 release=MV
            LD.RING mem=0 bytes=64
            MV.LOADX act=8 x=2 xs=1 n=5 group=4 wait=LD
            MV.RUN x=2 xs=1 res=16 rows=3 cols=5 group=4 vectors=1 release=ST,MISC
            MISC.ARGMAX g0=16 n=3 wait=MV release=SYS
            ST.F32 mem=64 res=16 n=3 region=2 wait=MV
            SYS.RESULT rd=r1 wait=MISC
            SYS.TOKPUT rb=r1 imm=5
            SYS.HALT
            """;

    /** 3 x 5 matrix on an array of 4: two groups of inputs, each a scale word of 8 rows and one weight word. */
    private static Bench product() {
        Bench bench = new Bench(Bench.tiny());
        bench.halves(Bench.WEIGHTS, 0.5f, 1f, 0.25f);
        bench.bytes(Bench.WEIGHTS + 16, 1, 2, 3, 4, -1, 0, 2, -3, 10, -10, 1, 1);
        bench.halves(Bench.WEIGHTS + 32, 2f, 0.125f, 1f);
        bench.bytes(Bench.WEIGHTS + 48, 5, 0, 0, 0, 6, 0, 0, 0, -7, 0, 0, 0);
        // Group 0 has the greatest magnitude 127: scale 1, so q = x. Group 1: scale 2, q = 127.
        bench.halves(Bench.WEIGHTS + 256, 127, -2, 3, 0, 254);
        return bench.load(PRODUCT);
    }

    @Test
    void a_matrix_times_a_vector_gives_the_numbers_of_a_hand_calculation() {
        Bench bench = product().run();
        // Row 0: (127 - 4 + 9 + 0) · 0.5·1 + 5·127 · 2·2         = 66 + 2540
        // Row 1: (-127 + 0 + 6 + 0) · 1·1 + 6·127 · 0.125·2      = -121 + 190.5
        // Row 2: (1270 + 20 + 3 + 0) · 0.25·1 + -7·127 · 1·2     = 323.25 - 1778
        assertThat(bench.floats(Bench.IO + 64, 3)).containsExactly(2606f, 69.5f, -1454.75f);
        assertThat(bench.emulator.readRegister(RegisterMap.TOKENS + 4 * 5)).isZero();
        assertThat(bench.get(Register.PRODUCED)).isEqualTo(1);
    }

    @Test
    void counters_count_work_and_bytes_and_no_cycles() {
        Bench bench = product().run();
        assertThat(counter(bench, Counter.MACS)).isEqualTo(2 * 16);
        assertThat(counter(bench, Counter.READ_BYTES)).isEqualTo(64 + 16);
        assertThat(counter(bench, Counter.WRITE_BYTES)).isEqualTo(12);
        assertThat(counter(bench, Counter.INSTRUCTIONS)).isEqualTo(9);
        assertThat(counter(bench, Counter.CYCLES)).isZero();
        bench.run();
        assertThat(counter(bench, Counter.MACS)).as("cleared by ap_start").isEqualTo(2 * 16);
    }

    private static long counter(Bench bench, Counter counter) {
        return Integer.toUnsignedLong(bench.emulator.readRegister(counter.offset()))
                | (long) bench.emulator.readRegister(counter.offset() + 4) << 32;
    }

    @Test
    void several_vectors_give_each_the_result_of_one() {
        Bench bench = product();
        bench.halves(Bench.WEIGHTS + 384, 0, 0, -127, 1, 127);
        bench.load("""
                LD.ACT mem=16 n=5 act=8 release=MV
                LD.ACT mem=24 n=5 act=16 release=MV
                LD.RING mem=0 bytes=64
                MV.LOADX act=8 x=0 xs=0 n=5 group=4 wait=LD
                MV.LOADX act=16 x=3 xs=2 n=5 group=4 wait=LD release=MM
                MM.RUN x=0 xs=0 xstride=3 xsstride=2 res=0 resstride=4 rows=3 cols=5 group=4 vectors=2 wait=MV release=ST
                ST.F32 mem=0 res=0 n=7 region=2 wait=MM
                SYS.HALT
                """).run();
        // Vector 1: groups (0, 0, -127, 1) and (127), both with scale 1.
        // Row 0: (-381 + 4) · 0.5 + 635 · 2 = 1081.5; row 1: (-254 - 3) · 1 + 762 · 0.125 = -161.75;
        // row 2: (-127 + 1) · 0.25 - 889 = -920.5
        assertThat(bench.floats(Bench.IO, 7)).containsExactly(2606f, 69.5f, -1454.75f, 0f, 1081.5f, -161.75f, -920.5f);
    }

    @Test
    void control_flow_and_arithmetic_follow_the_rules() {
        Bench bench = new Bench(Bench.tiny()).load("""
                    SYS.ARG rd=r1 imm=1
                    SYS.ADD rd=r2 imm=0
                    SYS.LOOP ra=r1 imm=1 end=outer
                    SYS.LOOP imm=3 end=inner
                    SYS.ADD rd=r2 ra=r2 imm=1
                inner:
                    SYS.END
                    SYS.LOOP imm=0 end=never
                    SYS.ADD rd=r2 ra=r2 imm=1000
                never:
                    SYS.END
                outer:
                    SYS.END
                    SYS.TOKPUT rb=r2 imm=10          ; 3 (r1 + 1)
                    SYS.LOOP imm=100 end=left
                    SYS.ADD rd=r3 ra=r3 imm=1
                    SYS.BRANCH ra=r3 imm=7 cond=3 target=left
                    SYS.EXIT
                left:
                    SYS.END
                    SYS.TOKPUT rb=r3 imm=11          ; 7
                    SYS.SUB rd=r4 ra=r0 rb=r3 imm=1
                    SYS.TOKPUT rb=r4 imm=12          ; -6
                    SYS.SHR rd=r5 ra=r4 imm=2 shift=28
                    SYS.TOKPUT rb=r5 imm=13          ; 15
                    SYS.MUL rd=r6 ra=r3 rb=r2 imm=5
                    SYS.TOKPUT rb=r6 imm=14          ; 35 + r2
                    SYS.MIN rd=r7 ra=r4 rb=r3 imm=1
                    SYS.TOKPUT rb=r7 imm=15          ; unsigned: 8
                    SYS.ADD rd=r0 imm=9
                    SYS.TOKPUT rb=r0 imm=16          ; 0
                    SYS.TOKGET rd=r8 ra=r3 imm=5
                    SYS.TOKPUT rb=r8 ra=r3 imm=10    ; word 17 = word 12
                    SYS.BRANCH ra=r3 imm=7 cond=1 target=equal
                    SYS.TOKPUT rb=r3 imm=18
                equal:
                    SYS.BARRIER
                    SYS.HALT
                """);
        bench.set(Register.GENERATE_TOKENS, 4);
        bench.run();
        int[] words = new int[9];
        for (int i = 0; i < 9; i++) {
            words[i] = bench.emulator.readRegister(RegisterMap.TOKENS + 4 * (10 + i));
        }
        assertThat(words).containsExactly(15, 7, -6, 15, 50, 8, 0, -6, 0);
    }

    @Test
    void advancing_stops_at_the_budget_at_each_token_and_at_the_end() {
        Bench bench = new Bench(Bench.tiny()).load("""
                SYS.ADD rd=r1 imm=3
                SYS.TOKPUT rb=r1 imm=0
                SYS.ADD rd=r1 imm=4
                SYS.HALT
                """);
        assertThat(bench.emulator.advance(10)).isEqualTo(Emulator.Stop.IDLE);
        assertThat(bench.get(Register.CTRL)).isEqualTo(RegisterMap.AP_IDLE);
        bench.start();
        assertThat(bench.get(Register.CTRL)).isEqualTo(RegisterMap.AP_START);
        assertThat(bench.emulator.advance(1)).isEqualTo(Emulator.Stop.BUDGET);
        assertThat(bench.emulator.advance(10)).isEqualTo(Emulator.Stop.PRODUCED);
        assertThat(bench.get(Register.PRODUCED)).isEqualTo(1);
        assertThat(bench.emulator.advance(10)).isEqualTo(Emulator.Stop.DONE);
        assertThat(bench.get(Register.CTRL)).isEqualTo(RegisterMap.AP_IDLE | RegisterMap.AP_DONE | RegisterMap.AP_READY);
        assertThat(bench.get(Register.CTRL)).as("done is cleared by reading").isEqualTo(RegisterMap.AP_IDLE);
        assertThat(bench.emulator.advance(10)).isEqualTo(Emulator.Stop.IDLE);
        assertThat(bench.get(Register.MAGIC_ID)).isEqualTo(0x46424331);
        assertThat(bench.get(Register.CONFIG_ID)).isEqualTo(Bench.tiny().hash32());
        assertThat(bench.get(Register.CORE_ID)).isEqualTo(0x100);
    }

    @Test
    void nothing_of_one_run_is_left_in_the_next() {
        Bench bench = new Bench(Bench.tiny()).load("""
                SYS.TOKPUT rb=r1 imm=0
                SYS.ADD rd=r1 imm=3
                LD.RING mem=0 bytes=64 release=MV
                SYS.HALT
                """);
        bench.run();
        assertThat(bench.get(Register.RING_LEVELS)).isEqualTo(4);
        bench.run();
        assertThat(bench.emulator.readRegister(RegisterMap.TOKENS)).isZero();
        assertThat(bench.get(Register.RING_LEVELS)).isEqualTo(4);
        bench.load("""
                MV.LOADX act=0 n=4 group=4 wait=LD
                SYS.HALT
                """);
        assertThatThrownBy(bench::run).isInstanceOf(EmulatorFault.class).hasMessageContaining("token of LD");
    }

    @Test
    void an_empty_instruction_passes_its_tokens_and_does_nothing_else() {
        Bench bench = new Bench(Bench.tiny()).load("""
                MV.RUN x=9999 rows=0 cols=7 vectors=1 release=MISC
                MISC.ARGMAX g0=999 n=r4 wait=MV release=ST
                ST.I8 act=999 piece=0 pieces=5 wait=MISC
                SYS.HALT
                """).run();
        assertThat(counter(bench, Counter.MACS) + counter(bench, Counter.WRITE_BYTES)).isZero();
        assertThat(counter(bench, Counter.INSTRUCTIONS)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "LD.RING bytes=48                                         | ILLEGAL | 1 | multiple of 64",
        "LD.RING mem=1 bytes=64                                   | ILLEGAL | 1 | mem=1",
        "LD.RING mem=268435452 bytes=64                           | READ    | 2 | reads bytes",
        "LD.RING region=3 bytes=64                                | ILLEGAL | 1 | region=3",
        "LD.ACT act=250 n=7                                       | ILLEGAL | 1 | ACTIVATION 250…256",
        "ST.F32 res=0 mem=1073741824 n=1 region=2                 | WRITE   | 3 | writes bytes",
        "ST.I8 mem=12 act=0 piece=5 pieces=1 region=1             | ILLEGAL | 1 | 16-byte boundary",
        "ST.F16 mem=1 act=0 piece=1 pieces=1 region=1             | ILLEGAL | 1 | 16-byte boundary",
        "MV.RUN rows=3 cols=5 group=4 vectors=1                   | RING    | 1 | takes 64 bytes from a ring that holds 0",
        "MV.RUN rows=3 cols=5 group=4 vectors=2                   | ILLEGAL | 1 | vectors=2",
        "MV.RUN rows=3 cols=5 group=3 vectors=1                   | ILLEGAL | 1 | group=3",
        "MV.RUN rows=300 cols=4 group=4 vectors=1                 | ILLEGAL | 1 | RESULT 0…299",
        "MV.LOADX n=65 group=4                                    | ILLEGAL | 1 | INPUT_SCALES",
        "MISC.ROPE n=8 d=3                                        | ILLEGAL | 1 | d=3",
        "MISC.CAST n=4 wait=MV                                    | TOKEN   | 1 | token of MV",
        "SYS.EXIT                                                 | ILLEGAL | 1 | outside any",
        "SYS.END                                                  | ILLEGAL | 1 | innermost",
        "SYS.TOKGET rd=r1 imm=64                                  | ILLEGAL | 1 | word 64",
        "SYS.ARG rd=r1 imm=5                                      | ILLEGAL | 1 | imm=5",
        "SYS.BRANCH target=8191                                   | READ    | 2 | fetches",
    })
    void a_wrong_program_faults_with_its_place(String line, EmulatorFault.Kind kind, int register, String what) {
        Bench bench = new Bench(Bench.tiny()).load("SYS.ADD\n" + line + "\nSYS.HALT\n");
        assertThatThrownBy(bench::run).isInstanceOfSatisfying(EmulatorFault.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.getMessage()).contains(what);
            if (kind != EmulatorFault.Kind.READ || line.startsWith("LD")) {
                assertThat(e.index()).isEqualTo(1);
                assertThat(e.getMessage()).startsWith("instruction 1: " + line.split(" ")[0]);
            }
        });
        assertThat(bench.get(Register.FAULT)).isEqualTo(register);
        assertThat(bench.emulator.advance(1)).as("the core stands").isEqualTo(Emulator.Stop.IDLE);
    }

    @Test
    void bytes_that_are_no_instruction_fault_when_they_are_met() {
        Bench bench = new Bench(Bench.tiny());
        byte[] program = new byte[64];
        program[0] = 0x15;     // SYS.ADD
        program[32] = 0x06;    // queue 6
        bench.load(program);
        assertThatThrownBy(bench::run).isInstanceOfSatisfying(EmulatorFault.class, e -> {
            assertThat(e.index()).isEqualTo(1);
            assertThat(e.kind()).isEqualTo(EmulatorFault.Kind.ILLEGAL);
        });
        assertThat(bench.get(Register.FAULT)).isEqualTo(1);
    }
}
