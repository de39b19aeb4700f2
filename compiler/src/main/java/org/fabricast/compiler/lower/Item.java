package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;

import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Queue;

/** A program before linking: instructions, labels and loops, in program order. */
sealed interface Item {

    /**
     * One instruction.
     *
     * @param accesses ranges it touches
     * @param target   label of a branch, or empty
     */
    record Step(Instruction instruction, List<Access> accesses, String target) implements Item {
        public Step {
            accesses = List.copyOf(accesses);
        }

        Queue queue() {
            return instruction.opcode().queue();
        }

        Step waitingFor(Queue queue) {
            return new Step(instruction.withTokens(instruction.waitMask() | queue.bit(), instruction.releaseMask()),
                    accesses, target);
        }

        Step releasing(Queue queue) {
            return new Step(instruction.withTokens(instruction.waitMask(), instruction.releaseMask() | queue.bit()),
                    accesses, target);
        }

        boolean conflicts(Step other) {
            for (Access mine : accesses) {
                for (Access theirs : other.accesses) {
                    if (mine.conflicts(theirs)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Whether the two steps of one loop conflict in the same iteration, or in two that differ. */
        boolean conflicts(Step other, boolean sameIteration) {
            for (Access mine : accesses) {
                for (Access theirs : other.accesses) {
                    if (mine.conflicts(theirs, sameIteration)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** A place that branches name. */
    record Label(String name) implements Item { }

    /**
     * A hardware loop.
     *
     * @param head    the LOOP instruction, its end not yet known
     * @param fenced  the body ends with a barrier, so nothing is carried from iteration to iteration
     */
    record Loop(Instruction head, boolean fenced, List<Item> body) implements Item {
        public Loop {
            body = List.copyOf(body);
        }
    }

    /** The items with every label and branch target renamed, for code that stands in a program more than once. */
    static List<Item> relabelled(List<Item> items, String prefix) {
        List<Item> renamed = new ArrayList<>();
        for (Item item : items) {
            renamed.add(switch (item) {
                case Step step when step.target().isEmpty() -> step;
                case Step step -> new Step(step.instruction(), step.accesses(), prefix + step.target());
                case Label label -> new Label(prefix + label.name());
                case Loop loop -> new Loop(loop.head(), loop.fenced(), relabelled(loop.body(), prefix));
            });
        }
        return renamed;
    }

    /** All steps, loops opened, in order. */
    static List<Step> steps(List<Item> items) {
        List<Step> steps = new ArrayList<>();
        for (Item item : items) {
            switch (item) {
                case Step step -> steps.add(step);
                case Label label -> { }
                case Loop loop -> steps.addAll(steps(loop.body()));
            }
        }
        return steps;
    }
}
