package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;

class TokenPlannerTest {

    private static final Range A = new Range(0, 16);
    private static final Range B = new Range(16, 16);

    private static Item.Step step(Opcode opcode, Access... accesses) {
        return new Item.Step(Instructions.of(opcode).build(), List.of(accesses), "");
    }

    private static Item.Step writes(Opcode opcode, Range range) {
        return step(opcode, Access.write(Space.ACTIVATION, range));
    }

    private static Item.Step reads(Opcode opcode, Range range) {
        return step(opcode, Access.read(Space.ACTIVATION, range));
    }

    private static List<Instruction> plan(Item... items) {
        return Item.steps(TokenPlanner.plan(List.of(items))).stream().map(Item.Step::instruction).toList();
    }

    @Test
    void aReaderWaitsForTheWriter() {
        List<Instruction> planned = plan(writes(Opcode.LD_ACT, A), reads(Opcode.MISC_CAST, A));
        assertThat(planned.get(0).releaseMask()).isEqualTo(Queue.MISC.bit());
        assertThat(planned.get(1).waitMask()).isEqualTo(Queue.LD.bit());
    }

    @Test
    void aWriterWaitsForTheLastReaderOnly() {
        List<Instruction> planned =
                plan(reads(Opcode.MISC_CAST, A), reads(Opcode.MISC_ADD, A), writes(Opcode.LD_ACT, A));
        assertThat(planned.get(0).releaseMask()).isZero();
        assertThat(planned.get(1).releaseMask()).isEqualTo(Queue.LD.bit());
        assertThat(planned.get(2).waitMask()).isEqualTo(Queue.MISC.bit());
    }

    @Test
    void disjointRangesTwoReadersAndOneQueueNeedNoToken() {
        List<Instruction> planned = plan(writes(Opcode.LD_ACT, A), reads(Opcode.MISC_CAST, B),
                reads(Opcode.MV_LOADX, B), writes(Opcode.LD_ACT, A));
        assertThat(planned).allSatisfy(i -> assertThat(i.waitMask() | i.releaseMask()).isZero());
    }

    @Test
    void whatAWaitTeachesIndirectlyIsNotWaitedForAgain() {
        // MV waits for MISC, which had waited for LD: MV need not wait for LD.
        List<Instruction> planned = plan(writes(Opcode.LD_ACT, A),
                step(Opcode.MISC_CAST, Access.read(Space.ACTIVATION, A), Access.write(Space.ACTIVATION, B)),
                step(Opcode.MV_LOADX, Access.read(Space.ACTIVATION, A), Access.read(Space.ACTIVATION, B)));
        assertThat(planned.get(2).waitMask()).isEqualTo(Queue.MISC.bit());
        assertThat(planned.get(0).releaseMask()).isEqualTo(Queue.MISC.bit());
    }

    @Test
    void aLoopCarriesOneTokenThatIsGivenBeforeAndTakenAway() {
        // In the loop LD writes what MISC reads; the next LD must wait for the MISC of the iteration before.
        Item.Loop loop = new Item.Loop(Instructions.of(Opcode.SYS_LOOP).set("imm", 3).build(), false,
                List.of(writes(Opcode.LD_ACT, A), reads(Opcode.MISC_CAST, A)));
        List<Item> planned = TokenPlanner.plan(List.of(loop));
        Item.Step before = (Item.Step) planned.get(0);
        assertThat(before.queue()).isEqualTo(Queue.MISC);
        assertThat(before.instruction().releaseMask()).isEqualTo(Queue.LD.bit());
        Item.Loop body = (Item.Loop) planned.get(1);
        Item.Step load = (Item.Step) body.body().get(0);
        Item.Step cast = (Item.Step) body.body().get(1);
        assertThat(load.instruction().waitMask()).isEqualTo(Queue.MISC.bit());
        assertThat(load.instruction().releaseMask()).isEqualTo(Queue.MISC.bit());
        assertThat(cast.instruction().waitMask()).isEqualTo(Queue.LD.bit());
        assertThat(cast.instruction().releaseMask()).isEqualTo(Queue.LD.bit());
        Item.Step after = (Item.Step) planned.get(2);
        assertThat(after.queue()).isEqualTo(Queue.LD);
        assertThat(after.instruction().waitMask()).isEqualTo(Queue.MISC.bit());
    }

    @Test
    void nothingIsCarriedThatAnInnerWaitTeaches() {
        // MISC reads A, which LD of the next iteration overwrites, but LD waits for MISC inside the iteration already.
        Item.Loop loop = new Item.Loop(Instructions.of(Opcode.SYS_LOOP).set("imm", 3).build(), false,
                List.of(writes(Opcode.LD_ACT, A),
                        step(Opcode.MISC_CAST, Access.read(Space.ACTIVATION, A), Access.write(Space.ACTIVATION, B)),
                        writes(Opcode.LD_ACT, B)));
        List<Item> body = ((Item.Loop) TokenPlanner.plan(List.of(loop)).get(0)).body();
        assertThat(body).hasSize(3);
        List<Instruction> steps = Item.steps(body).stream().map(Item.Step::instruction).toList();
        assertThat(steps.get(2).waitMask()).isEqualTo(Queue.MISC.bit());
        assertThat(steps.get(0).waitMask()).isZero();
    }

    @Test
    void aReaderBehindALoopWaitsForAStepBehindIt() {
        Item.Loop loop = new Item.Loop(Instructions.of(Opcode.SYS_LOOP).set("imm", 3).build(), false,
                List.of(writes(Opcode.LD_ACT, A)));
        List<Item> planned = TokenPlanner.plan(List.of(loop, reads(Opcode.MISC_CAST, A)));
        Item.Step inside = (Item.Step) ((Item.Loop) planned.get(0)).body().getFirst();
        assertThat(inside.instruction().releaseMask()).isZero();
        Item.Step proxy = (Item.Step) planned.get(1);
        assertThat(proxy.queue()).isEqualTo(Queue.LD);
        assertThat(proxy.instruction().releaseMask()).isEqualTo(Queue.MISC.bit());
        assertThat(((Item.Step) planned.get(2)).instruction().waitMask()).isEqualTo(Queue.LD.bit());
    }

    private static Item.Loop loop(Item... body) {
        return new Item.Loop(Instructions.of(Opcode.SYS_LOOP).set("imm", 3).build(), false, List.of(body));
    }

    @Test
    void slotsOfTokensThatMoveTogetherConflictInsideAnIterationOnly() {
        Range slot = new Range(0, 64).slots(16, 4);
        List<Item> planned = TokenPlanner.plan(List.of(loop(writes(Opcode.LD_ACT, slot), reads(Opcode.MISC_CAST, slot))));
        assertThat(((Item.Loop) planned.getFirst()).body()).hasSize(2);
        List<Instruction> inside = Item.steps(((Item.Loop) planned.getFirst()).body()).stream().map(Item.Step::instruction).toList();
        assertThat(inside.get(0).waitMask()).isZero();
        assertThat(inside.get(0).releaseMask()).isEqualTo(Queue.MISC.bit());
        assertThat(inside.get(1).releaseMask()).isZero();
    }

    @Test
    void slotsThatReachIntoTheNextOneConflictFromIterationToIteration() {
        Range slot = new Range(0, 20, 16, 4);
        List<Item> planned = TokenPlanner.plan(List.of(loop(writes(Opcode.LD_ACT, slot), reads(Opcode.MISC_CAST, slot))));
        Item.Loop inside = (Item.Loop) planned.get(1);
        assertThat(((Item.Step) inside.body().getFirst()).instruction().waitMask()).isEqualTo(Queue.MISC.bit());
    }

    @Test
    void behindAnInnerLoopWaitsWhoReadsWhatAnyIterationWrote() {
        // Outer: LD writes all slots token by token, MISC reads them at once; the next iteration's LD waits for that.
        Range slots = new Range(0, 64);
        List<Item> planned = TokenPlanner.plan(List.of(
                loop(loop(writes(Opcode.LD_ACT, slots.slots(16, 4))), reads(Opcode.MISC_CAST, slots))));
        List<Item> outer = ((Item.Loop) planned.get(1)).body();
        assertThat(outer).hasSize(4);
        Item.Step before = (Item.Step) outer.get(0);
        Item.Step inside = (Item.Step) ((Item.Loop) outer.get(1)).body().getFirst();
        Item.Step behind = (Item.Step) outer.get(2);
        Item.Step cast = (Item.Step) outer.get(3);
        assertThat(before.queue()).isEqualTo(Queue.LD);
        assertThat(before.instruction().waitMask()).isEqualTo(Queue.MISC.bit());
        assertThat(inside.instruction().waitMask() | inside.instruction().releaseMask()).isZero();
        assertThat(behind.queue()).isEqualTo(Queue.LD);
        assertThat(behind.instruction().releaseMask()).isEqualTo(Queue.MISC.bit());
        assertThat(cast.instruction().waitMask()).isEqualTo(Queue.LD.bit());
        assertThat(cast.instruction().releaseMask()).isEqualTo(Queue.LD.bit());
    }

    @Test
    void aPairAroundAnInnerLoopIsNotMadeWhereTheLoopTellsIt() {
        // LD writes A before the inner loop, in which MISC waits for LD anyway; MISC reads A behind it and knows.
        List<Item> planned = TokenPlanner.plan(List.of(loop(writes(Opcode.LD_ACT, A),
                loop(writes(Opcode.LD_ACT, new Range(64, 64).slots(16, 4)), reads(Opcode.MISC_CAST, new Range(64, 64).slots(16, 4))),
                reads(Opcode.MISC_ADD, A))));
        Item.Loop body = planned.stream().filter(Item.Loop.class::isInstance).map(Item.Loop.class::cast).findFirst().orElseThrow();
        List<Item.Step> outer = body.body().stream().filter(Item.Step.class::isInstance).map(Item.Step.class::cast).toList();
        assertThat(outer.stream().filter(step -> step.instruction().opcode() == Opcode.MISC_ADD)).singleElement()
                .satisfies(step -> assertThat(step.instruction().waitMask()).isZero());
        assertThat(outer.getFirst().instruction().releaseMask()).isZero();
    }
}
