package org.fabricast.ir.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;

class InstructionCodecTest {

    @Test
    void an_instruction_worked_out_by_hand_has_these_bytes() {
        Instruction run = Instructions.of(Opcode.MV_RUN).set("x", 0x0102).set("xs", 0x0304).set("res", 0x20)
                .set("rows", 128).reg("cols", 5).set("group", 64).set("vectors", 1).flag("transpose", true)
                .waitFor(Queue.LD, Queue.MISC).release(Queue.MISC).build();
        // Word 0: queue 3, code 1, wait LD (1) + MISC (16) = 0x11, release MISC 0x10, flags transpose = bit 1.
        // Word 1: register 5 in slot 4: 5 << 20 = 0x00500000.
        assertThat(HexFormat.of().formatHex(InstructionCodec.encode(List.of(run)))).isEqualTo(
                "13111002" + "00005000" + "02010403" + "00000000" + "20000000" + "80000000" + "00000000" + "40000100");
    }

    @Test
    void every_opcode_survives_bytes_with_random_fields() {
        long seed = 71;
        Random random = new Random(seed);
        List<Instruction> program = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            for (Opcode opcode : Opcode.values()) {
                program.add(RandomInstructions.one(opcode, random, 1000));
            }
        }
        byte[] bytes = InstructionCodec.encode(program);
        assertThat(bytes).hasSize(program.size() * 32);
        assertThat(InstructionCodec.decode(bytes)).as("seed %d", seed).isEqualTo(program);
        assertThat(InstructionCodec.encode(InstructionCodec.decode(bytes))).as("seed %d", seed).isEqualTo(bytes);
    }

    @Test
    void opcodes_have_distinct_numbers() {
        assertThat(List.of(Opcode.values()).stream().map(o -> o.queue().ordinal() * 16 + o.code()).distinct())
                .hasSize(Opcode.values().length);
    }

    @Test
    void all_illegal_instructions_are_reported_at_once() {
        ByteBuffer bytes = ByteBuffer.allocate(6 * 32 + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x06);              // queue 6 does not exist
        bytes.putInt(32, 0x05 | 15 << 4);   // SYS has no code 15
        bytes.putInt(64, 0x05 | 0x40 << 8); // waits for queue 6
        bytes.putInt(96, 0x02 | 1 << 4 | 4 << 16); // MM.RUN releases itself
        bytes.putInt(128, 0x05);
        bytes.putInt(128 + 4, 1 << 30);     // top bits of word 1
        bytes.putInt(160, 0x05);
        bytes.putInt(160 + 8, 7);           // SYS.HALT has no operands
        assertThatThrownBy(() -> InstructionCodec.decode(bytes.array())).isInstanceOfSatisfying(FabricastException.class,
                e -> {
                    assertThat(e.diagnostics()).allMatch(d -> d.code() == ErrorCode.F3304);
                    assertThat(e.diagnostics()).extracting(d -> d.subject()).containsExactly("program", "instruction 0",
                            "instruction 1", "instruction 2", "instruction 3", "instruction 4", "instruction 5");
                });
    }

    @Test
    void the_builder_refuses_what_does_not_fit_the_layout() {
        assertThatThrownBy(() -> Instructions.of(Opcode.MV_RUN).set("x", 65536)).hasMessageContaining("16 bits");
        assertThatThrownBy(() -> Instructions.of(Opcode.MV_RUN).set("n", 1)).hasMessageContaining("no field n");
        assertThatThrownBy(() -> Instructions.of(Opcode.MV_RUN).reg("xs", 1)).hasMessageContaining("takes no register");
        assertThatThrownBy(() -> Instructions.of(Opcode.SYS_ADD).reg("imm", 1)).hasMessageContaining("takes no register");
        assertThatThrownBy(() -> Instructions.of(Opcode.SYS_ARG).ra(1)).hasMessageContaining("no field ra");
        assertThatThrownBy(() -> Instructions.of(Opcode.MV_RUN).reg("x", 32)).hasMessageContaining("r32");
        assertThatThrownBy(() -> Instructions.of(Opcode.MV_RUN).set("ring", 2)).hasMessageContaining("1 bits");
        assertThatThrownBy(() -> Instructions.of(Opcode.MISC_CAST).setFloat("n", 1f)).hasMessageContaining("no binary32");
        assertThatThrownBy(() -> Instructions.of(Opcode.MV_RUN).waitFor(Queue.MV).build()).hasMessageContaining("mask");
    }
}
