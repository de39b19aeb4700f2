package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.junit.jupiter.api.Test;

class TokenLoopTest {

    private static final Range GATE = new Range(0, 64).slots(16, 4);
    private static final Range HIDDEN = new Range(128, 32).slots(8, 4);
    private static final Range ONE = new Range(300, 8);

    private static List<Instruction> body(List<Integer> free, Item... items) {
        Code code = new Code();
        TokenLoop.add(code, new Code(), List.of(items), free);
        Item.Loop loop = (Item.Loop) code.items().getLast();
        assertThat(loop.head().registers().get(1)).isEqualTo(Registers.CHUNK);
        List<Instruction> body = Item.steps(loop.body()).stream().map(Item.Step::instruction).toList();
        assertThat(body.getLast()).isEqualTo(Instructions.of(Opcode.SYS_ADD).rd(Registers.INDEX).ra(Registers.INDEX)
                .set("imm", 1).build());
        return body.subList(0, body.size() - 1);
    }

    private static Instruction times(int rd, int factor, int rb) {
        return Instructions.of(Opcode.SYS_MUL).rd(rd).ra(Registers.INDEX).rb(rb).set("imm", factor).build();
    }

    private static Instructions silu() {
        return Instructions.of(Opcode.MISC_SILU_MUL).set("g0", 0).set("g1", 8).set("out", 128).set("n", 8);
    }

    private static Item.Step step(Instructions instruction, Access... accesses) {
        return new Item.Step(instruction.build(), List.of(accesses), "");
    }

    /** Both halves of a slot move: 16 elements in the low and 16 in the high half, 0x00100010. */
    @Test
    void twoAddressesOfASlotMoveByOneRegister() {
        List<Instruction> body = body(List.of(20, 21, 22),
                step(silu(), Access.read(Space.RESULT, GATE), Access.write(Space.ACTIVATION, HIDDEN)));
        assertThat(body).containsExactly(times(20, 0x00100010, 0), times(21, 8, 0),
                silu().reg("g0", 20).reg("out", 21).build());
    }

    @Test
    void vectorsThatAllTokensShareStayAndEqualDistancesShareARegister() {
        Instructions cast = Instructions.of(Opcode.MISC_CAST).set("g0", 0).set("out", 300).set("n", 8);
        Instructions norm = Instructions.of(Opcode.MISC_RMSNORM).set("a0", 128).set("out", 128).set("n", 8);
        List<Instruction> body = body(List.of(20, 21, 22),
                step(cast, Access.read(Space.RESULT, new Range(0, 8, 8, 4)), Access.write(Space.ACTIVATION, ONE)),
                step(norm, Access.read(Space.ACTIVATION, HIDDEN), Access.write(Space.ACTIVATION, HIDDEN)));
        assertThat(body).containsExactly(times(20, 8, 0), cast.reg("g0", 20).build(),
                norm.reg("a0", 20).reg("out", 20).build());
    }

    @Test
    void aRegisterOfTheStepIsAddedBeforeIt() {
        Instructions add = silu().reg("out", Registers.T0);
        List<Instruction> body = body(List.of(20, 21, 22, 23),
                step(add, Access.read(Space.RESULT, GATE), Access.write(Space.ACTIVATION, HIDDEN)));
        assertThat(body).containsExactly(times(20, 0x00100010, 0), times(21, 8, Registers.T0),
                silu().reg("g0", 20).reg("out", 21).build());
    }

    @Test
    void whereRegistersRunOutAddressesAreComputedBeforeTheStep() {
        Instructions one = Instructions.of(Opcode.MV_LOADX).set("act", 128).set("x", 0).set("xs", 0).set("n", 8).set("group", 8);
        Instructions other = Instructions.of(Opcode.MV_LOADX).set("act", 0).set("x", 0).set("xs", 0).set("n", 8).set("group", 8);
        Access words = Access.write(Space.INPUT, new Range(0, 2, 2, 4));
        List<Instruction> body = body(List.of(20, 21, 22, 23),
                step(one, Access.read(Space.ACTIVATION, HIDDEN), words),
                step(other, Access.read(Space.ACTIVATION, new Range(0, 3, 3, 4)), words,
                        Access.write(Space.INPUT_SCALE, new Range(0, 1, 1, 4))),
                step(other, Access.read(Space.ACTIVATION, new Range(0, 5, 5, 4)), words));
        // Five distances for four registers: one stays at the head, three serve a step at a time.
        assertThat(body).containsExactly(times(20, 8, 0),
                times(21, 2, 0), one.reg("act", 20).reg("x", 21).build(),
                times(21, 3, 0), times(22, 2, 0), times(23, 1, 0), other.reg("act", 21).reg("x", 22).reg("xs", 23).build(),
                times(21, 5, 0), times(22, 2, 0), other.reg("act", 21).reg("x", 22).reg("xs", 0).build());
    }
}
