package org.fabricast.ir.isa.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.SysRegister;

/** Instructions as text, one a line; {@link Assembler} gives back the same instructions. */
public final class Disassembler {

    private Disassembler() {
    }

    /** A program with labels at the targets of loops and branches and each instruction's index as a comment. */
    public static String text(List<Instruction> program) {
        Set<Integer> targets = targets(program);
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < program.size(); index++) {
            if (targets.contains(index)) {
                text.append(label(index)).append(":\n");
            }
            text.append("    ").append(line(program.get(index), targets)).append("  ; ").append(index).append('\n');
        }
        if (targets.contains(program.size())) {
            text.append(label(program.size())).append(":\n");
        }
        return text.toString();
    }

    /** One instruction; targets as indices. */
    public static String line(Instruction instruction) {
        return line(instruction, Set.of());
    }

    private static Set<Integer> targets(List<Instruction> program) {
        Set<Integer> targets = new TreeSet<>();
        for (Instruction instruction : program) {
            for (Field field : instruction.opcode().fields()) {
                int target = Layout.isLabel(instruction.opcode(), field) ? instruction.immediates().get(field.slot()) : -1;
                if (target >= 0 && target <= program.size()) {
                    targets.add(target);
                }
            }
        }
        return targets;
    }

    private static String label(int index) {
        return "L" + index;
    }

    private static String line(Instruction instruction, Set<Integer> targets) {
        Opcode opcode = instruction.opcode();
        List<String> words = new ArrayList<>();
        words.add(opcode.mnemonic());
        for (SysRegister register : SysRegister.of(opcode)) {
            words.add(register.text() + "=r" + instruction.registers().get(register.slot()));
        }
        for (Field field : opcode.fields()) {
            if (field.slot() == Field.FLAGS) {
                int flag = Layout.get(field, instruction.flags());
                if (flag != 0) {
                    words.add(field.name() + "=" + flag);
                }
            } else {
                words.add(field.name() + "=" + operand(instruction, field, targets));
            }
        }
        mask(words, "wait", instruction.waitMask());
        mask(words, "release", instruction.releaseMask());
        return String.join(" ", words);
    }

    private static String operand(Instruction instruction, Field field, Set<Integer> targets) {
        Opcode opcode = instruction.opcode();
        int bits = Layout.get(field, instruction.immediates().get(field.slot()));
        int register = Layout.takesRegister(opcode, field) ? instruction.registers().get(field.slot()) : 0;
        if (Layout.isLabel(opcode, field) && targets.contains(bits)) {
            return label(bits);
        }
        if (register != 0) {
            return bits == 0 ? "r" + register : number(opcode, bits) + "+r" + register;
        }
        if (Layout.isBinary32(field)) {
            return binary32(bits);
        }
        return number(opcode, bits);
    }

    /** Constants of SYS are signed by habit; addresses and sizes are not. */
    private static String number(Opcode opcode, int bits) {
        return opcode.queue() == Queue.SYS ? Integer.toString(bits) : Integer.toUnsignedString(bits);
    }

    private static String binary32(int bits) {
        float value = Float.intBitsToFloat(bits);
        return Float.isFinite(value) ? value + "f" : "0x" + Integer.toHexString(bits);
    }

    private static void mask(List<String> words, String name, int mask) {
        List<String> queues = new ArrayList<>();
        for (Queue queue : Queue.values()) {
            if ((mask & queue.bit()) != 0) {
                queues.add(queue.name());
            }
        }
        if (!queues.isEmpty()) {
            words.add(name + "=" + String.join(",", queues));
        }
    }
}
