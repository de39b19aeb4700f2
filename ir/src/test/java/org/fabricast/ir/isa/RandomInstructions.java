package org.fabricast.ir.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Legal instructions with random contents of every field. */
public final class RandomInstructions {

    private RandomInstructions() {
    }

    /** One instruction; loop ends and branch targets lie in 0 … limit. */
    public static Instruction one(Opcode opcode, Random random, int limit) {
        List<Integer> registers = new ArrayList<>();
        List<Integer> immediates = new ArrayList<>();
        int flags = 0;
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            int covered = 0;
            for (Field field : opcode.fields()) {
                if (field.slot() == slot) {
                    covered |= (int) (((1L << field.width()) - 1) << field.low());
                    if (Layout.isLabel(opcode, field)) {
                        covered = 0;
                    }
                }
            }
            int bits = random.nextInt(3) == 0 ? 0 : random.nextInt() & covered;
            immediates.add(opcode == Opcode.SYS_LOOP && slot == 1 || opcode == Opcode.SYS_BRANCH && slot == 1
                    ? random.nextInt(limit + 1) : bits);
            boolean named = opcode.queue() == Queue.SYS
                    ? SysRegister.of(opcode).size() > 0 && slotIsOperand(opcode, slot) : covered != 0;
            registers.add(named ? random.nextInt(Opcode.REGISTERS) : 0);
        }
        for (Field field : opcode.fields()) {
            if (field.slot() == Field.FLAGS) {
                flags |= random.nextInt(1 << field.width()) << field.low();
            }
        }
        int others = (1 << Queue.values().length) - 1 & ~opcode.queue().bit();
        return new Instruction(opcode, random.nextInt() & others, random.nextInt() & others, flags, registers, immediates);
    }

    private static boolean slotIsOperand(Opcode opcode, int slot) {
        return SysRegister.of(opcode).stream().anyMatch(r -> r.slot() == slot);
    }
}
