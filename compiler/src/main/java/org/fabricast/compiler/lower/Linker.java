package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Program;

/** Flattens loops and resolves labels to instruction indices. */
final class Linker {

    private static final int TARGET_SLOT = 1;

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Integer, String> branches = new HashMap<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private Linker() {
    }

    static Program link(List<Item> items) {
        Linker linker = new Linker();
        linker.place(items);
        linker.branches.forEach((index, label) -> {
            Integer target = linker.labels.get(label);
            if (target == null) {
                throw new IllegalArgumentException("no label " + label);
            }
            linker.instructions.set(index, withTarget(linker.instructions.get(index), target));
        });
        return Program.of(linker.instructions);
    }

    private void place(List<Item> items) {
        for (Item item : items) {
            switch (item) {
                case Item.Step step -> {
                    if (!step.target().isEmpty()) {
                        branches.put(instructions.size(), step.target());
                    }
                    instructions.add(step.instruction());
                }
                case Item.Label label -> labels.put(label.name(), instructions.size());
                case Item.Loop loop -> {
                    int head = instructions.size();
                    instructions.add(loop.head());
                    place(loop.body());
                    instructions.set(head, withTarget(loop.head(), instructions.size()));
                    instructions.add(Instructions.of(Opcode.SYS_END).build());
                }
            }
        }
    }

    private static Instruction withTarget(Instruction instruction, int target) {
        List<Integer> immediates = new ArrayList<>(instruction.immediates());
        immediates.set(TARGET_SLOT, target);
        return new Instruction(instruction.opcode(), instruction.waitMask(), instruction.releaseMask(),
                instruction.flags(), instruction.registers(), immediates);
    }
}
