package org.fabricast.ir.isa.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.RandomInstructions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssemblerTest {

    @Test
    void a_small_program_means_what_it_says() {
        List<Instruction> program = Assembler.assemble("t", """
                ; two steps
                    SYS.ADD rd=r4 ra=r3 rb=r2 imm=-16
                    SYS.LOOP ra=r4 imm=0x10 end=last
                    MISC.RMSNORM a0=8 out=24+r7 n=64 eps=1.0E-5f wait=LD,MV release=MV ; a comment
                last:
                    SYS.END
                    SYS.BRANCH ra=r1 rb=r2 cond=3 target=0
                    SYS.HALT
                """);
        assertThat(program).containsExactly(
                Instructions.of(Opcode.SYS_ADD).rd(4).ra(3).rb(2).set("imm", -16).build(),
                Instructions.of(Opcode.SYS_LOOP).ra(4).set("imm", 16).set("end", 3).build(),
                Instructions.of(Opcode.MISC_RMSNORM).set("a0", 8).set("out", 24).reg("out", 7).set("n", 64)
                        .setFloat("eps", 1e-5f).waitFor(Queue.LD, Queue.MV).release(Queue.MV).build(),
                Instructions.of(Opcode.SYS_END).build(),
                Instructions.of(Opcode.SYS_BRANCH).ra(1).rb(2).set("cond", 3).set("target", 0).build(),
                Instructions.of(Opcode.SYS_HALT).build());
    }

    @Test
    void text_of_random_instructions_gives_the_same_instructions_back() {
        long seed = 5;
        Random random = new Random(seed);
        List<Instruction> program = new ArrayList<>();
        int size = 20 * Opcode.values().length;
        for (int round = 0; round < 20; round++) {
            for (Opcode opcode : Opcode.values()) {
                program.add(RandomInstructions.one(opcode, random, size + 5));
            }
        }
        String text = Disassembler.text(program);
        assertThat(Assembler.assemble("t", text)).as("seed %d", seed).isEqualTo(program);
        assertThat(Disassembler.text(Assembler.assemble("t", text))).isEqualTo(text);
        assertThat(text.lines().filter(l -> l.startsWith("    "))).hasSize(program.size());
    }

    @Test
    void infinite_and_undefined_numbers_survive_as_hex() {
        for (int bits : new int[] {0x7f800000, 0xff800000, 0x7fc00001, 0x80000000, 1, 0x7f7fffff}) {
            Instruction instruction = Instructions.of(Opcode.MISC_SOFTMAX).set("scale", bits).build();
            assertThat(Assembler.assemble("t", Disassembler.line(instruction))).containsExactly(instruction);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SYS.HALT extra                       | F3301 | 1:15",
        "SYS.HALT ?                           | F3301 | 1:10",
        "MV.WALK x=1                          | F3302 | 1:1",
        "MV.RUN y=1                           | F3302 | 1:8",
        "MV.RUN x=q7                          | F3302 | 1:10",
        "MV.RUN x=r32                         | F3302 | 1:10",
        "MV.RUN wait=QQ                       | F3302 | 1:13",
        "SYS.BRANCH target=nowhere            | F3302 | 1:19",
        "SYS.ADD rd=r1 ra=q imm=1             | F3302 | 1:18",
        "MV.RUN x=65536                       | F3303 | 1:10",
        "MV.RUN x=-1                          | F3303 | 1:10",
        "MV.RUN rows=1f                       | F3303 | 1:13",
        "MV.RUN rows=4294967296               | F3303 | 1:13",
        "MV.RUN rows=99999999999999999999     | F3303 | 1:13",
        "MV.RUN xs=1+r2                       | F3303 | 1:13",
        "MV.RUN ring=r2                       | F3303 | 1:13",
        "MV.RUN x=1 x=2                       | F3303 | 1:12",
        "MV.RUN wait=MV                       | F3303 | 1:13",
        "MV.RUN wait=3                        | F3303 | 1:13",
        "MV.RUN x=r1,r2                       | F3303 | 1:10",
        "SYS.ADD rd=1                         | F3303 | 1:12",
        "SYS.ADD imm=r1                       | F3303 | 1:13",
    })
    void an_error_has_its_code_and_its_place(String text, String code, String place) {
        assertThatThrownBy(() -> Assembler.assemble("prog.asm", text)).isInstanceOfSatisfying(FabricastException.class, e -> {
            assertThat(e.diagnostics()).hasSize(1);
            assertThat(e.diagnostics().getFirst().text()).startsWith("error[" + code + "] prog.asm:" + place + ": expected ");
        });
    }

    @Test
    void errors_of_all_lines_come_at_once() {
        assertThatThrownBy(() -> Assembler.assemble("p", """
                SYS.HALT ?
                a: MV.RUN x=70000 y=1
                a: SYS.HALT
                """)).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics()).extracting(d -> d.subject()).containsExactlyInAnyOrder("p:1:10", "p:2:13",
                        "p:2:19", "p:3:1"));
    }
}
