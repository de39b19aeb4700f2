package org.fabricast.ir.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/**
 * Instructions as bytes and back: 32 bytes each, eight little-endian words as {@link Opcode} says. The two directions are
 * exact inverses on legal instructions; every bit that no field defines must be zero.
 */
public final class InstructionCodec {

    private static final int REGISTER_BITS = HeaderField.REGISTERS.width();

    private InstructionCodec() {
    }

    /** Bytes of a list of instructions. */
    public static byte[] encode(List<Instruction> instructions) {
        ByteBuffer bytes = ByteBuffer.allocate(instructions.size() * Opcode.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : instructions) {
            encode(instruction, bytes);
        }
        return bytes.array();
    }

    private static void encode(Instruction instruction, ByteBuffer bytes) {
        List<String> stray = Layout.strayBits(instruction);
        if (!stray.isEmpty()) {
            throw new IllegalArgumentException(instruction.opcode().mnemonic() + ": " + String.join("; ", stray));
        }
        Opcode opcode = instruction.opcode();
        bytes.putInt(opcode.queue().ordinal() << HeaderField.QUEUE.low() | opcode.code() << HeaderField.CODE.low()
                | instruction.waitMask() << HeaderField.WAIT.low() | instruction.releaseMask() << HeaderField.RELEASE.low()
                | instruction.flags() << HeaderField.FLAGS.low());
        int registers = 0;
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            registers |= instruction.registers().get(slot) << REGISTER_BITS * slot;
        }
        bytes.putInt(registers);
        instruction.immediates().forEach(bytes::putInt);
    }

    /**
     * Instructions of a list of bytes.
     *
     * @throws FabricastException with every illegal instruction (F3304)
     */
    public static List<Instruction> decode(byte[] bytes) {
        List<Diagnostic> findings = new ArrayList<>();
        List<Instruction> instructions = new ArrayList<>();
        if (bytes.length % Opcode.BYTES != 0) {
            findings.add(new Diagnostic(ErrorCode.F3304, "program", "a multiple of " + Opcode.BYTES + " bytes",
                    bytes.length + " bytes", ""));
        }
        for (int index = 0; index < bytes.length / Opcode.BYTES; index++) {
            int[] words = new int[Opcode.BYTES / Integer.BYTES];
            ByteBuffer.wrap(bytes, index * Opcode.BYTES, Opcode.BYTES).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer()
                    .get(words);
            List<String> wrong = illegal(words);
            if (wrong.isEmpty()) {
                instructions.add(legal(words));
            } else {
                findings.add(new Diagnostic(ErrorCode.F3304, "instruction " + index, "a legal instruction",
                        String.join("; ", wrong), "the program is damaged or of another version"));
            }
        }
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        return instructions;
    }

    /** What is illegal in the eight words of an instruction; empty if nothing is. */
    public static List<String> illegal(int[] words) {
        int queue = get(HeaderField.QUEUE, words[0]);
        int code = get(HeaderField.CODE, words[0]);
        if (Layout.opcode(queue, code).isEmpty()) {
            return List.of("no opcode has queue " + queue + " and code " + code);
        }
        List<String> wrong = new ArrayList<>();
        int queues = (1 << Queue.values().length) - 1;
        int masks = get(HeaderField.WAIT, words[0]) | get(HeaderField.RELEASE, words[0]);
        if ((masks & ~queues) != 0) {
            wrong.add("a token mask names a queue that does not exist");
        }
        if ((masks & 1 << queue) != 0) {
            wrong.add("a token mask names the instruction's own queue");
        }
        if (words[1] >>> REGISTER_BITS * Opcode.SLOTS != 0) {
            wrong.add("bits 31:30 of word 1 are set");
        }
        if (wrong.isEmpty()) {
            wrong.addAll(Layout.strayBits(legal(words)));
        }
        return wrong;
    }

    /** The instruction of eight words in which {@link #illegal} finds nothing. */
    public static Instruction legal(int[] words) {
        Opcode opcode = Layout.opcode(get(HeaderField.QUEUE, words[0]), get(HeaderField.CODE, words[0])).orElseThrow(
                () -> new IllegalArgumentException("no such opcode"));
        List<Integer> registers = new ArrayList<>();
        List<Integer> immediates = new ArrayList<>();
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            registers.add(words[1] >>> REGISTER_BITS * slot & Opcode.REGISTERS - 1);
            immediates.add(words[2 + slot]);
        }
        return new Instruction(opcode, get(HeaderField.WAIT, words[0]), get(HeaderField.RELEASE, words[0]),
                get(HeaderField.FLAGS, words[0]), registers, immediates);
    }

    /** A field of word 0. */
    private static int get(HeaderField field, int word) {
        return word >>> field.low() & (1 << field.width()) - 1;
    }
}
