package org.fabricast.rtl.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.HeaderField;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.isa.SysRegister;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code instruction_decoder}: the 256 bits of an instruction by name. Every bit position comes from
 * {@link HeaderField} and {@link Opcode}.
 *
 * @param header       what the file says first
 * @param queueRange   range of a mask of queues, such as {@code 5:0}
 * @param number       bits of the queue's number
 * @param code         bits of the code
 * @param flags        bits of the flags
 * @param waitMask     bits of the wait mask that name queues
 * @param releaseMask  bits of the release mask that name queues
 * @param mustBeZero   ranges that a legal instruction has zero
 * @param queues       all queues
 * @param slots        all operand slots
 * @param sys          the SYS instructions
 * @param sysQueue     index of SYS in a mask of queues
 * @param immediate    slot of a SYS instruction's immediate
 * @param second       slot of a SYS instruction's second number (shift, end, target)
 * @param condition    bits of the branch condition within the flags
 * @param rd           slot whose register SYS writes
 * @param ra           slot of SYS's first operand
 * @param rb           slot of SYS's second operand
 */
public record InstructionDecoder(GeneratedHeader header, String queueRange, String number, String code, String flags,
        String waitMask, String releaseMask, List<String> mustBeZero, List<QueueCodes> queues, List<Slot> slots,
        List<SysCode> sys, int sysQueue, int immediate, int second, String condition, int rd, int ra, int rb) {

    /**
     * One queue.
     *
     * @param index its number
     * @param name  its name
     * @param codes its codes, one bit each, as a literal
     */
    public record QueueCodes(int index, String name, String codes) { }

    /**
     * One operand slot.
     *
     * @param index     its number
     * @param register  bits of its register number
     * @param immediate bits of its immediate
     */
    public record Slot(int index, String register, String immediate) { }

    /**
     * One SYS instruction.
     *
     * @param name as in the port {@code is_<name>}
     * @param code literal
     */
    public record SysCode(String name, String code) { }

    public InstructionDecoder {
        mustBeZero = List.copyOf(mustBeZero);
        queues = List.copyOf(queues);
        slots = List.copyOf(slots);
        sys = List.copyOf(sys);
    }

    /** The decoder of a core: legal are the functions that it has, and where there are other cores what joins them. */
    public static InstructionDecoder of(HardwareConfig config) {
        int count = Queue.values().length;
        List<QueueCodes> queues = new ArrayList<>();
        for (Queue queue : Queue.values()) {
            int codes = 0;
            for (Opcode opcode : Opcode.values()) {
                codes |= opcode.queue() == queue && has(config, opcode) ? 1 << opcode.code() : 0;
            }
            queues.add(new QueueCodes(queue.ordinal(), queue.name().toLowerCase(Locale.ROOT),
                    "16'h" + Integer.toHexString(codes)));
        }
        List<Slot> slots = new ArrayList<>();
        for (int slot = 0; slot < Opcode.SLOTS; slot++) {
            slots.add(new Slot(slot, element(HeaderField.REGISTERS, slot), element(HeaderField.IMMEDIATES, slot)));
        }
        List<SysCode> sys = new ArrayList<>();
        for (Opcode opcode : Opcode.values()) {
            if (opcode.queue() == Queue.SYS) {
                sys.add(new SysCode(opcode.mnemonic().substring("SYS.".length()).toLowerCase(Locale.ROOT),
                        "4'd" + opcode.code()));
            }
        }
        int spare = Queue.MASK_BITS - count;
        List<String> zero = List.of(range(HeaderField.WAIT.low() + count, spare),
                range(HeaderField.RELEASE.low() + count, spare), range(HeaderField.ZERO.low(), HeaderField.ZERO.width()));
        Field condition = Layout.require(Opcode.SYS_BRANCH, "cond");
        GeneratedHeader header = GeneratedHeader.of(InstructionDecoder.class, queues + " " + slots + " " + sys,
                List.of("instruction = 256 bits"),
                List.of("The fields of an instruction, combinational. legal: the queue has the code, token masks name other,",
                        "existing queues, reserved bits are zero. is_*: SYS instructions.",
                        "sys_*: their numbers. read_a, read_b: the operands among the registers read by slot."));
        return new InstructionDecoder(header, count - 1 + ":0", element(HeaderField.QUEUE, 0), element(HeaderField.CODE, 0),
                element(HeaderField.FLAGS, 0), range(HeaderField.WAIT.low(), count), range(HeaderField.RELEASE.low(), count),
                zero, queues, slots, sys, Queue.SYS.ordinal(), slotOf("imm", Opcode.SYS_ADD, Opcode.SYS_SUB, Opcode.SYS_MUL,
                Opcode.SYS_SHR, Opcode.SYS_MIN, Opcode.SYS_LOOP, Opcode.SYS_BRANCH, Opcode.SYS_TOKGET, Opcode.SYS_TOKPUT,
                Opcode.SYS_ARG), secondSlot(), range(condition.low(), condition.width()), SysRegister.RD.slot(),
                SysRegister.RA.slot(), SysRegister.RB.slot());
    }

    private static boolean has(HardwareConfig config, Opcode opcode) {
        return opcode.in(config.functions()) && (config.divided() || !opcode.joinsCores());
    }

    private static int secondSlot() {
        int slot = slotOf("shift", Opcode.SYS_SHR);
        if (slotOf("end", Opcode.SYS_LOOP) != slot || slotOf("target", Opcode.SYS_BRANCH) != slot) {
            throw new IllegalArgumentException("shift, end and target stand in different slots");
        }
        return slot;
    }

    private static int slotOf(String field, Opcode first, Opcode... others) {
        int slot = Layout.require(first, field).slot();
        for (Opcode other : others) {
            if (Layout.require(other, field).slot() != slot) {
                throw new IllegalArgumentException(field + " of " + other + " stands in another slot than in " + first);
            }
        }
        return slot;
    }

    private static String element(HeaderField field, int index) {
        return range(field.low() + field.width() * index, field.width());
    }

    private static String range(int low, int width) {
        return low + width - 1 + ":" + low;
    }
}
