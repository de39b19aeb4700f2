package org.fabricast.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Layout;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Region;

/**
 * Loads and stores cut in one instruction per memory channel, as a compiler writes them that does not merge channels: each
 * takes its share of whole units, and a transfer of fewer units than channels one instruction per unit. A unit is 64 bytes, of
 * stores in pieces one piece. In order the parts do what the whole does.
 *
 * <p>Source: the artefact of FlightLLM, whose LD and ST name one channel each.
 *
 * @param channels memory channels of a core
 */
record ChannelSplit(int channels) {

    private static final int UNIT_BYTES = HardwareConfig.ALIGNMENT;

    ChannelSplit {
        if (channels < 1) {
            throw new IllegalArgumentException(channels + " channels");
        }
    }

    /**
     * What a transfer is counted in.
     *
     * @param size     its size
     * @param perUnit  of the size in a unit
     * @param local    its on-chip address, which follows the size; the size itself where it has none
     * @param memory   units of the memory operand in a unit
     */
    private record Cut(Field size, int perUnit, Field local, int memory) { }

    /** Instructions that {@code instruction} becomes. */
    int parts(Instruction instruction) {
        return switch (instruction.opcode()) {
            case LD_RING, LD_ACT, ST_I8, ST_F16, ST_F32 -> Math.max(1, Math.min(channels, units(instruction, cut(instruction))));
            case ST_GATHER, ST_ARGMAX, MM_RUN, MV_LOADX, MV_RUN, MISC_RMSNORM, MISC_SOFTMAX, MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST,
                    MISC_QUANTISE_KV, MISC_ARGMAX, MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM,
                    SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_SHR, SYS_MIN, SYS_LOOP,
                    SYS_END, SYS_BRANCH, SYS_TOKGET, SYS_TOKPUT, SYS_RESULT, SYS_ARG, SYS_BARRIER, SYS_EXIT -> 1;
        };
    }

    /** The items with every transfer cut; sizes must be immediates. */
    List<Item> split(List<Item> items) {
        List<Item> out = new ArrayList<>();
        for (Item item : items) {
            if (item instanceof Item.Step step && parts(step.instruction()) > 1) {
                split(out, step);
            } else {
                out.add(item);
            }
        }
        return out;
    }

    private void split(List<Item> out, Item.Step step) {
        Instruction whole = step.instruction();
        Cut cut = cut(whole);
        int parts = parts(whole);
        int units = units(whole, cut);
        int size = whole.immediates().get(cut.size().slot());
        int done = 0;
        for (int part = 0; part < parts; part++) {
            int share = units / parts + (part < units % parts ? 1 : 0);
            List<Integer> immediates = new ArrayList<>(whole.immediates());
            immediates.set(0, immediates.getFirst() + done * cut.memory());
            immediates.set(cut.size().slot(), Math.min(share * cut.perUnit(), size - done * cut.perUnit()));
            if (cut.local().slot() != cut.size().slot()) {
                immediates.set(cut.local().slot(), immediates.get(cut.local().slot()) + done * elements(whole, cut));
            }
            out.add(new Item.Step(new Instruction(whole.opcode(), whole.waitMask(), whole.releaseMask(), whole.flags(),
                    whole.registers(), immediates), step.accesses(), step.target()));
            done += share;
        }
    }

    /** Elements on chip of a unit: a piece of a store, else what the size counts. */
    private static int elements(Instruction whole, Cut cut) {
        return cut.size().name().equals("pieces")
                ? whole.immediates().get(Layout.require(whole.opcode(), "piece").slot()) : cut.perUnit();
    }

    private static int units(Instruction instruction, Cut cut) {
        int slot = cut.size().slot();
        if (instruction.registers().get(slot) != 0) {
            throw new IllegalArgumentException("a size in a register cannot be cut: " + instruction);
        }
        return Math.ceilDiv(instruction.immediates().get(slot), cut.perUnit());
    }

    private static Cut cut(Instruction i) {
        Opcode opcode = i.opcode();
        int unit = UNIT_BYTES / Region.LOAD_UNIT_BYTES;
        return switch (opcode) {
            case LD_RING -> cut(opcode, "bytes", UNIT_BYTES, "bytes", unit);
            case LD_ACT -> cut(opcode, "n", UNIT_BYTES / 2, "act", unit);
            case ST_I8, ST_F16 -> cut(opcode, "pieces", 1, "act",
                    i.immediates().get(Layout.require(opcode, "stride").slot()));
            case ST_F32 -> cut(opcode, "n", UNIT_BYTES / 4, "res", UNIT_BYTES);
            case ST_GATHER, ST_ARGMAX, MM_RUN, MV_LOADX, MV_RUN, MISC_RMSNORM, MISC_SOFTMAX, MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST,
                    MISC_QUANTISE_KV, MISC_ARGMAX, MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM,
                    SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_SHR, SYS_MIN, SYS_LOOP,
                    SYS_END, SYS_BRANCH, SYS_TOKGET, SYS_TOKPUT, SYS_RESULT, SYS_ARG, SYS_BARRIER, SYS_EXIT ->
                    throw new IllegalArgumentException(opcode + " transfers nothing");
        };
    }

    private static Cut cut(Opcode opcode, String size, int perUnit, String local, int memory) {
        return new Cut(Layout.require(opcode, size), perUnit, Layout.require(opcode, local), memory);
    }
}
