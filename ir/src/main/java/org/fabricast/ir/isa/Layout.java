package org.fabricast.ir.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questions about the instruction layout, all answered from {@link Opcode}. */
public final class Layout {

    /** Operands that hold the bits of a binary32 number. */
    private static final Set<String> BINARY32 = Set.of("inv_n", "eps", "scale");

    private Layout() {
    }

    /** The opcode of a mnemonic such as {@code MV.RUN}. */
    public static Optional<Opcode> opcode(String mnemonic) {
        for (Opcode opcode : Opcode.values()) {
            if (opcode.mnemonic().equals(mnemonic)) {
                return Optional.of(opcode);
            }
        }
        return Optional.empty();
    }

    /** The opcode of a queue and a code. */
    public static Optional<Opcode> opcode(int queue, int code) {
        for (Opcode opcode : Opcode.values()) {
            if (opcode.queue().ordinal() == queue && opcode.code() == code) {
                return Optional.of(opcode);
            }
        }
        return Optional.empty();
    }

    /** A named field of an opcode. */
    public static Optional<Field> field(Opcode opcode, String name) {
        return opcode.fields().stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** A field that must exist. */
    public static Field require(Opcode opcode, String name) {
        return field(opcode, name).orElseThrow(() -> new IllegalArgumentException(
                opcode.mnemonic() + " has no field " + name + "; it has " + names(opcode)));
    }

    /** Names of an opcode's fields and register operands. */
    public static List<String> names(Opcode opcode) {
        List<String> names = new ArrayList<>();
        SysRegister.of(opcode).forEach(r -> names.add(r.text()));
        opcode.fields().forEach(f -> names.add(f.name()));
        return names;
    }

    /** Bits of a field, in place. */
    public static int mask(Field field) {
        return (int) (((1L << field.width()) - 1) << field.low());
    }

    /** Value of a field in its slot or flags. */
    public static int get(Field field, int bits) {
        return (bits & mask(field)) >>> field.low();
    }

    /** Slot or flags with a field replaced. */
    public static int put(Field field, int bits, int value) {
        return bits & ~mask(field) | value << field.low() & mask(field);
    }

    /** Whether a number fits a field; whole 32-bit operands also take negative numbers. */
    public static boolean fits(Field field, long value) {
        long least = field.width() == 32 ? Integer.MIN_VALUE : 0;
        return value >= least && value < 1L << field.width();
    }

    /** Whether a register may be named on a field: it is added to the whole slot, so it stands on the slot's low field. */
    public static boolean takesRegister(Opcode opcode, Field field) {
        return opcode.queue() != Queue.SYS && field.slot() != Field.FLAGS && field.low() == 0;
    }

    /** Whether the operand is a binary32 number. */
    public static boolean isBinary32(Field field) {
        return BINARY32.contains(field.name());
    }

    /** Whether the operand is an index of an instruction. */
    public static boolean isLabel(Opcode opcode, Field field) {
        return opcode == Opcode.SYS_LOOP && field.name().equals("end")
                || opcode == Opcode.SYS_BRANCH && field.name().equals("target");
    }

    /** Bits of a slot or of the flags that some field covers. */
    public static int defined(Opcode opcode, int slot) {
        int bits = 0;
        for (Field field : opcode.fields()) {
            if (field.slot() == slot) {
                bits |= mask(field);
            }
        }
        return bits;
    }

    /** Whether a slot may name a register. */
    public static boolean hasRegister(Opcode opcode, int slot) {
        return opcode.queue() == Queue.SYS ? SysRegister.of(opcode).stream().anyMatch(r -> r.slot() == slot)
                : defined(opcode, slot) != 0;
    }

    /** What an instruction says outside its opcode's fields; empty for a legal one. */
    public static List<String> strayBits(Instruction instruction) {
        Opcode opcode = instruction.opcode();
        List<String> stray = new ArrayList<>();
        if ((instruction.flags() & ~defined(opcode, Field.FLAGS)) != 0) {
            stray.add("flags 0x" + Integer.toHexString(instruction.flags()) + " set an undefined bit");
        }
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            int immediate = instruction.immediates().get(slot);
            if ((immediate & ~defined(opcode, slot)) != 0) {
                stray.add("slot " + slot + " holds 0x" + Integer.toHexString(immediate) + " outside its fields");
            }
            if (instruction.registers().get(slot) != 0 && !hasRegister(opcode, slot)) {
                stray.add("slot " + slot + " names r" + instruction.registers().get(slot) + " but takes no register");
            }
        }
        return stray;
    }
}
