package org.fabricast.ir.isa.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramVerifierTest {

    /** Words of 16 bytes, rings of 1024 bytes, queues of 4 instructions. */
    private static final HardwareConfig TINY =
            new HardwareConfig("tiny", 4, 1, 4, 16, 1024, 1024, 256, 256, 64, 16, 512, 4, 4, 2, 64, 1);

    private static List<Diagnostic> verify(String text) {
        return ProgramVerifier.verify(Program.of(Assembler.assemble("t", text)), TINY, RegionSizes.UNKNOWN,
                List.of(Scenario.of(2, 2, 0, 0)));
    }

    /** Each of these pairs touches the same memory from two queues. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "LD   | LD.ACT act=0 n=16                       | MISC | MISC.RMSNORM a0=15 out=32 n=4",
        "MISC | MISC.RMSNORM a0=0 out=32 n=16           | LD   | LD.ACT act=12 n=8",
        "MISC | MISC.RMSNORM a0=0 out=32 n=16           | LD   | LD.ACT act=47 n=1",
        "LD   | LD.ACT act=3 n=1                        | MV   | MV.LOADX act=0 n=4 group=4",
        "LD   | LD.ACT act=40 n=4                       | MV   | MV.LOADX act=0 factor=40 scaled=1 n=4 group=4",
        "LD   | LD.ACT act=7 n=1                        | MISC | MISC.ROPE g0=0 a0=20 a1=4 out=100 n=8 d=4",
        "MISC | MISC.QUANTISE_KV a0=0 out=16 scales=80 n=8 d=4 | ST | ST.F16 act=81 piece=1 pieces=1 region=1",
        "MV   | MV.RUN res=8 rows=4 cols=4 group=4 unscaled=1 vectors=1  | MISC | MISC.CAST g0=11 out=0 n=1",
        "MISC | MISC.SILU_MUL g0=100 g1=8 out=0 n=1     | MV   | MV.RUN res=8 rows=4 cols=4 group=4 unscaled=1 vectors=1",
        "MV   | MV.RUN res=8 rows=4 cols=4 group=4 unscaled=1 vectors=1  | ST   | ST.F32 res=0 n=9 region=2",
        "MV   | MV.RUN res=8 rows=4 cols=4 group=4 unscaled=1 vectors=1  | MM   | MM.RUN x=9 res=0 resstride=4 rows=4 cols=4 group=4 unscaled=1 vectors=3",
        "MV   | MV.LOADX n=5 group=4 x=4 xs=1           | MM   | MM.RUN x=5 xs=9 rows=4 cols=4 group=4 unscaled=1 vectors=1",
        "MV   | MV.LOADX n=5 group=4 x=4 xs=1           | MM   | MM.RUN x=9 xs=2 rows=4 cols=4 group=4 unscaled=1 vectors=1",
        "MM   | MM.RUN x=1 xstride=3 xs=9 rows=4 cols=4 group=4 unscaled=1 vectors=2 resstride=4 | MV | MV.LOADX n=4 group=4 x=4",
        "ST   | ST.I8 mem=60 act=0 piece=4 pieces=2 stride=64 region=1 | LD | LD.ACT mem=4 n=32 act=64 region=1",
        "LD   | LD.ACT mem=4 n=32 act=64 region=1       | ST   | ST.I8 mem=60 act=0 piece=4 pieces=2 stride=64 region=1",
        "MISC | MISC.ARGMAX n=4                         | SYS  | SYS.RESULT rd=r1",
    })
    void a_conflict_of_two_queues_is_a_race_unless_a_token_orders_it(String queueA, String a, String queueB, String b) {
        String words = "LD.RING bytes=64\n";
        List<Diagnostic> findings = verify(words + a + "\n" + b + "\nSYS.HALT\n");
        assertThat(findings).extracting(Diagnostic::code).containsExactly(ErrorCode.F3321);
        assertThat(findings.getFirst().subject()).startsWith("instruction 2 (" + b.split(" ")[0]);
        assertThat(findings.getFirst().expected()).contains("instruction 1 (" + a.split(" ")[0]);
        assertThat(verify(words + a + " release=" + queueB + "\n" + b + " wait=" + queueA + "\nSYS.HALT\n")).isEmpty();
        assertThat(verify(words + a + "\nSYS.BARRIER\n" + b + "\nSYS.HALT\n")).as("with a barrier").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "LD.ACT act=0 n=16                 | MISC.RMSNORM a0=16 out=32 n=4",
        "MISC.RMSNORM a0=0 out=32 n=16     | ST.I8 act=0 piece=4 pieces=2 stride=64 region=1",
        "LD.ACT act=0 n=16                 | MISC.RMSNORM a0=0 out=32 n=0",
        "ST.I8 mem=60 act=0 piece=4 pieces=2 stride=128 region=1 | LD.ACT mem=4 n=32 act=64 region=1",
        "ST.I8 mem=64 act=0 piece=4 pieces=2 stride=4 region=1 | LD.ACT mem=4 n=32 act=64 region=0",
        "MISC.RMSNORM a0=0 out=32 n=16     | MISC.RMSNORM a0=32 out=0 n=16",
    })
    void what_does_not_conflict_needs_no_token(String a, String b) {
        assertThat(verify(a + "\n" + b + "\nSYS.HALT\n")).isEmpty();
    }

    @Test
    void order_passes_through_other_queues_and_through_the_sequencer() {
        assertThat(verify("""
                LD.ACT act=0 n=4 release=MV
                MV.LOADX act=100 n=4 group=4 wait=LD release=MISC
                MISC.RMSNORM a0=0 out=32 n=4 wait=MV release=SYS
                SYS.ADD wait=MISC
                LD.ACT act=32 n=4
                SYS.HALT
                """)).isEmpty();
    }

    @Test
    void a_loop_that_orders_only_forward_races_with_its_next_iteration() {
        String loop = """
                    %s
                    SYS.LOOP imm=3 end=last
                    LD.ACT act=0 n=4 release=MISC %s
                    MISC.RMSNORM a0=0 out=32 n=4 wait=LD %s
                last:
                    SYS.END
                    %s
                    SYS.HALT
                """;
        List<Diagnostic> findings = verify(loop.formatted("SYS.ADD", "", "", "SYS.ADD"));
        assertThat(findings).extracting(Diagnostic::code).containsExactly(ErrorCode.F3321);
        assertThat(findings.getFirst().subject()).startsWith("instruction 2");
        assertThat(findings.getFirst().expected()).contains("instruction 3");
        assertThat(verify(loop.formatted("MISC.CAST release=LD", "wait=MISC", "release=LD", "LD.RING wait=MISC"))).isEmpty();
    }

    @Test
    void the_kth_wait_follows_the_kth_release_and_no_later_one() {
        List<Diagnostic> findings = verify("""
                LD.ACT act=0 n=4 release=MISC
                LD.ACT act=8 n=4 release=MISC
                MISC.RMSNORM a0=8 out=32 n=4 wait=LD
                MISC.RMSNORM a0=0 out=32 n=4 wait=LD
                SYS.HALT
                """);
        assertThat(findings).extracting(Diagnostic::code).containsExactly(ErrorCode.F3321);
        assertThat(findings.getFirst().subject()).startsWith("instruction 2");
        assertThat(findings.getFirst().expected()).contains("instruction 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SYS.LOOP imm=1 end=2; SYS.ADD; SYS.ADD; SYS.HALT                | instruction 0 | an END behind",
        "SYS.END; SYS.HALT                                               | instruction 0 | a LOOP before",
        "SYS.EXIT; SYS.HALT                                              | instruction 0 | a loop around",
        "SYS.BRANCH target=9; SYS.HALT                                   | instruction 0 | a target below 2",
        "SYS.BRANCH target=2; SYS.LOOP end=3; SYS.ADD; SYS.END; SYS.HALT | instruction 0 | a target in its own loop",
        "SYS.LOOP end=2; SYS.BRANCH target=3; SYS.END; SYS.HALT          | instruction 1 | a target in its own loop",
        "SYS.HALT; SYS.ADD                                               | instruction 1 | SYS.HALT at the end",
    })
    void broken_control_is_found_without_executing(String text, String subject, String expected) {
        List<Diagnostic> findings = verify(text.replace(";", "\n"));
        assertThat(findings).isNotEmpty();
        assertThat(findings.getFirst().code()).isEqualTo(ErrorCode.F3311);
        assertThat(findings.getFirst().subject()).startsWith(subject);
        assertThat(findings.getFirst().expected()).contains(expected);
    }

    @Test
    void crossed_and_too_deep_loops_are_found() {
        assertThat(verify("SYS.LOOP imm=1 end=2\nSYS.LOOP imm=1 end=3\nSYS.END\nSYS.END\nSYS.HALT\n"))
                .extracting(Diagnostic::code).contains(ErrorCode.F3311);
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            deep.append("SYS.LOOP imm=1 end=").append(9 - i).append('\n');
        }
        deep.append("SYS.END\n".repeat(5)).append("SYS.HALT\n");
        assertThat(verify(deep.toString())).singleElement().satisfies(d -> {
            assertThat(d.subject()).startsWith("instruction 4");
            assertThat(d.found()).contains("one more");
        });
    }

    @Test
    void operands_are_checked_without_and_with_registers() {
        assertThat(verify("LD.RING bytes=32\nLD.ACT act=256 n=1\nSYS.HALT\n")).extracting(Diagnostic::code)
                .containsExactly(ErrorCode.F3312, ErrorCode.F3312, ErrorCode.F3312, ErrorCode.F3312);
        List<Diagnostic> findings = verify("SYS.ARG rd=r1 imm=0\nMISC.CAST g0=255+r1 out=0 n=1\nSYS.HALT\n");
        assertThat(findings).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(ErrorCode.F3312);
            assertThat(d.found()).contains("RESULT 257…257");
        });
        Program load = Program.of(Assembler.assemble("t", "LD.ACT mem=4 n=32 region=1\nSYS.HALT\n"));
        List<Scenario> scenarios = List.of(Scenario.of(1, 0, 0, 0));
        assertThat(ProgramVerifier.verify(load, TINY, new RegionSizes(0, 128, 0), scenarios)).isEmpty();
        assertThat(ProgramVerifier.verify(load, TINY, new RegionSizes(0, 127, 0), scenarios)).extracting(Diagnostic::code)
                .containsExactly(ErrorCode.F3312);
    }

    @Test
    void tokens_must_be_there_and_must_be_used_up() {
        assertThat(verify("MISC.CAST wait=MV\nMV.LOADX release=MISC\nSYS.HALT\n")).hasSize(2)
                .allMatch(d -> d.code() == ErrorCode.F3322);
        assertThat(verify("MV.LOADX release=MISC\nSYS.HALT\n")).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(ErrorCode.F3322);
            assertThat(d.subject()).startsWith("instruction 0");
            assertThat(d.found()).startsWith("1 left");
        });
    }

    @Test
    void a_run_must_find_its_words() {
        String run = "MV.RUN rows=8 cols=8 group=8 vectors=1\nSYS.HALT\n";
        // One scale word and 2 blocks of 2 words: 80 bytes.
        assertThat(verify("LD.RING bytes=128\n" + run)).isEmpty();
        assertThat(verify("LD.RING bytes=64\n" + run)).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(ErrorCode.F3324);
            assertThat(d.expected()).startsWith("80 bytes");
        });
    }

    /** 2 blocks of 64 words of 16 bytes: twice the ring. */
    private static final String LONG_RUN = "MV.RUN rows=8 cols=256 group=256 unscaled=1 vectors=1 ";

    @Test
    void a_load_larger_than_its_ring_streams_through_it() {
        assertThat(verify("LD.RING bytes=2048\n" + LONG_RUN + "\nSYS.HALT\n")).isEmpty();
    }

    @Test
    void a_load_that_fills_its_ring_before_what_the_run_waits_for_is_a_deadlock() {
        List<Diagnostic> findings = verify("LD.RING bytes=2048\nLD.ACT act=0 n=4 release=MV\n" + LONG_RUN
                + "wait=LD\nSYS.HALT\n");
        assertThat(findings).allMatch(d -> d.code() == ErrorCode.F3323);
        assertThat(findings).anySatisfy(d -> {
            assertThat(d.subject()).startsWith("queue LD at instruction 0");
            assertThat(d.found()).isEqualTo("ring 0 is full, 1024 bytes are still to load");
        }).anySatisfy(d -> {
            assertThat(d.subject()).startsWith("queue MV at instruction 2");
            assertThat(d.found()).isEqualTo("it waits for a token of LD");
        }).anySatisfy(d -> assertThat(d.subject()).startsWith("sequencer at instruction 3"));
    }

    @Test
    void a_full_queue_before_the_run_that_would_make_room_is_a_deadlock() {
        String loads = "LD.ACT act=0 n=4\n";
        assertThat(verify("LD.RING bytes=2048\n" + loads.repeat(3) + LONG_RUN + "\nSYS.HALT\n")).isEmpty();
        List<Diagnostic> findings = verify("LD.RING bytes=2048\n" + loads.repeat(4) + LONG_RUN + "\nSYS.HALT\n");
        assertThat(findings).extracting(Diagnostic::code).containsOnly(ErrorCode.F3323);
        assertThat(findings.getLast().subject()).startsWith("sequencer at instruction 4");
        assertThat(findings.getLast().found()).isEqualTo("queue LD is full");
    }

    @Test
    void an_engine_taken_by_the_queue_whose_words_come_later_is_a_deadlock() {
        List<Diagnostic> findings = verify("""
                LD.RING bytes=2048
                LD.RING ring=1 bytes=64
                MM.RUN ring=1 x=1 xs=1 res=64 rows=16 cols=4 group=4 unscaled=1 vectors=1
                """ + LONG_RUN + "\nSYS.HALT\n");
        assertThat(findings).extracting(Diagnostic::code).containsOnly(ErrorCode.F3323);
        assertThat(findings).anySatisfy(d -> {
            assertThat(d.subject()).startsWith("queue MV");
            assertThat(d.found()).isEqualTo("the engine works for the other queue");
        });
    }

    @Test
    void a_program_without_end_is_found() {
        assertThat(verify("SYS.BRANCH target=0\nSYS.HALT\n")).extracting(Diagnostic::code)
                .containsExactly(ErrorCode.F3325);
    }

    private static final HardwareConfig SPARSE = HardwareConfig.sim256().with(HardwareConfig.Products.SPARSE_DSP48E2);

    private static List<Diagnostic> verifySparse(String text, WeightContents weights) {
        return ProgramVerifier.verify(Program.of(Assembler.assemble("t", text)), SPARSE, RegionSizes.UNKNOWN, weights,
                List.of(Scenario.of(1, 0, 0, 0)));
    }

    /** Two streams of a row block and group: 2:16 and 16:16 of 8 bits. Scales, descriptors, [positions,] values. */
    private static byte[] twoStreams() {
        byte[] image = new byte[64 * 3 + 256 + 512];
        image[192 + 32] = 0x09;
        image[192 + 256 + 32] = 0x0c;
        return image;
    }

    @Test
    void a_stream_that_says_its_own_length_is_asked_for_it() {
        String run = "MV.RUN rows=16 cols=16 group=16 vectors=1 pattern=7\n";
        // 1 + 1 + 1 + 1 units are a ring word, 1 + 1 + 8 units are two; a jump in the region is followed.
        String program = "LD.RING mem=12 bytes=256\nLD.RING mem=28 bytes=512\n" + run + run + "SYS.HALT\n";
        assertThat(verifySparse(program, new WeightContents.Bytes(twoStreams()))).isEmpty();
        assertThat(verifySparse(program.replace("bytes=512", "bytes=256"), new WeightContents.Bytes(twoStreams())))
                .extracting(Diagnostic::code).contains(ErrorCode.F3324);
        assertThat(verifySparse(program, new WeightContents.Sizes(Map.of(192L, 256L, 448L, 512L)))).isEmpty();
        assertThat(verifySparse(program, new WeightContents.Sizes(Map.of(192L, 512L, 448L, 512L)))).singleElement()
                .satisfies(d -> assertThat(d.found()).contains("no stream begins"));
        assertThat(verifySparse(program, WeightContents.UNKNOWN)).singleElement()
                .satisfies(d -> assertThat(d.code()).isEqualTo(ErrorCode.F3324));
        assertThat(verifySparse(program.replace("mem=12", "mem=8"), new WeightContents.Bytes(twoStreams()))).singleElement()
                .satisfies(d -> assertThat(d.found()).contains("row block 0: a row block stores nothing"));
    }

    @Test
    void a_declared_pattern_is_that_of_the_stream() {
        String run = "LD.RING mem=12 bytes=256\nMV.RUN rows=16 cols=16 group=16 vectors=1 pattern=1\nSYS.HALT\n";
        assertThat(verifySparse(run, WeightContents.UNKNOWN)).isEmpty();
        assertThat(verifySparse(run, new WeightContents.Bytes(twoStreams()))).isEmpty();
        assertThat(verifySparse(run.replace("pattern=1", "pattern=2"), new WeightContents.Bytes(twoStreams()))).singleElement()
                .satisfies(d -> assertThat(d.found()).contains("instead of 0x0000000a for 1 blocks of 4:16"));
    }
}
