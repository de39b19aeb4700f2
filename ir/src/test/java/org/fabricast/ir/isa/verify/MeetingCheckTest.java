package org.fabricast.ir.isa.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.text.Assembler;
import org.junit.jupiter.api.Test;

class MeetingCheckTest {

    private static List<Diagnostic> verify(String text) {
        return ProgramVerifier.verify(Program.of(Assembler.assemble("t", text)), HardwareConfig.sim64().withCores(2),
                RegionSizes.UNKNOWN, List.of(Scenario.of(1, 0, 0, 0)));
    }

    @Test
    void cores_that_meet_at_the_same_gather_have_no_finding() {
        assertThat(verify("ST.GATHER act=16 part=8 total=12\nSYS.BARRIER\nSYS.HALT\n")).isEmpty();
    }

    @Test
    void a_gather_that_one_core_does_not_come_to_is_found() {
        assertThat(verify("SYS.ARG rd=r1 imm=5\nSYS.MUL rd=r1 ra=r1 imm=8\nST.GATHER act=16 part=8 total=r1\nSYS.HALT\n"))
                .extracting(Diagnostic::code).containsExactly(ErrorCode.F3326);
    }

    @Test
    void gathers_of_different_sizes_are_found() {
        assertThat(verify("SYS.ARG rd=r1 imm=5\nST.GATHER act=16 part=8 total=4+r1\nSYS.HALT\n"))
                .extracting(Diagnostic::code).containsExactly(ErrorCode.F3326);
    }

    @Test
    void a_reader_that_does_not_wait_for_a_gather_races_with_it() {
        assertThat(verify("ST.GATHER act=16 part=8 total=16\nMV.LOADX act=16 n=16 group=16\nSYS.HALT\n"))
                .extracting(Diagnostic::code).containsExactly(ErrorCode.F3321);
        assertThat(verify("ST.GATHER act=16 part=8 total=16 release=MV\nMV.LOADX act=16 n=16 group=16 wait=ST\nSYS.HALT\n"))
                .isEmpty();
    }

    @Test
    void parts_that_do_not_reach_the_total_are_refused() {
        assertThat(verify("ST.GATHER act=16 part=8 total=17\nSYS.HALT\n")).extracting(Diagnostic::code)
                .contains(ErrorCode.F3312);
    }
}
