package org.fabricast.hls.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.MemoryBanks;
import org.fabricast.hls.ScheduledBlock;
import org.fabricast.hls.ScheduledOperation;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Storage;

/**
 * What a kernel takes of a part, estimated without any tool: measured figures for floating-point cells, formulas for the rest.
 *
 * <p>Units: look-up tables, flip-flops, DSP slices, block RAMs of 18 kbit. The formulas, with w the width of the result:
 * and, or, xor w/2; sum, difference w; selection w/2; equality w/4, order w/2; variable shift w·⌈log2(w)/2⌉; table
 * ⌈entries/64⌉·w; comparison of floats 40. A product takes ⌈a/A⌉·⌈b/B⌉ DSP slices for factors of a and b bits, those wholly above the result left
 * out (A = 26 on UltraScale+, 24 on 7 series, B = 17), and w/3 look-up tables for each slice but the first. A value held for three cycles or more, those of a
 * product included, sits in shift registers of 32 cycles, one per bit. A
 * memory of more than 1,024 bits is block RAM unless its source says otherwise, a smaller one look-up tables of 64 bits; that holds for each
 * copy of each bank.
 *
 * @param family family of the part
 * @param lines  by what takes it
 * @param total  all of them together
 */
public record ResourceEstimate(PartFamily family, List<ResourceLine> lines, Resources total) {

    private static final int SHIFT_REGISTER_FROM = 3;
    private static final int SHIFT_REGISTER_CYCLES = 32;
    private static final int LUT_BITS = 64;
    private static final int LUT_RAM_MOST_BITS = 1024;
    private static final int BLOCK_RAM_BITS = 18 * 1024;
    private static final int BLOCK_RAM_WIDTH = 36;
    private static final int ULTRA_RAM_DEPTH = 4096;
    private static final int ULTRA_RAM_WIDTH = 72;
    private static final int FLOAT_COMPARE_LUT = 40;
    private static final int BLOCK_CONTROL_LUT = 12;
    private static final int LOOP_CONTROL_LUT = 70;
    private static final int FACTOR_SHORT_BITS = 17;
    /** Yosys leaves two thirds of the bits that the slices of a product add up to the slices. */
    private static final int ADDED_PER_LUT = 3;

    public ResourceEstimate {
        lines = List.copyOf(lines);
    }

    /** The estimate for a kernel. */
    public static ResourceEstimate of(KernelHardware hardware, PartFamily family) {
        List<ResourceLine> lines = new ArrayList<>();
        new TreeMap<>(hardware.units()).forEach((cell, count) -> lines.add(new ResourceLine(cell.module(), count,
                CellResources.of(cell, family).orElse(Resources.NONE).times(count))));
        lines.add(multipliers(hardware, family));
        lines.add(logic(hardware));
        lines.add(operands(hardware));
        lines.add(registers(hardware));
        lines.add(streams(hardware));
        if (!hardware.kernel().memories().isEmpty()) {
            lines.add(memories(hardware));
        }
        lines.add(control(hardware));
        Resources total = lines.stream().map(ResourceLine::all).reduce(Resources.NONE, Resources::plus);
        return new ResourceEstimate(family, lines, total);
    }

    /** Something for every operation, with its lanes. */
    private static void each(KernelHardware hardware, ObjIntConsumer<ScheduledOperation> each) {
        for (ScheduledBlock block : hardware.blocks()) {
            block.operations().forEach(o -> each.accept(o, block.lanes()));
        }
    }

    private static ResourceLine multipliers(KernelHardware hardware, PartFamily family) {
        int[] sum = new int[3];
        each(hardware, (o, lanes) -> {
            if (o.kind() == ScheduledOperation.Kind.MULTIPLIER) {
                int slices = dsp(o.operandBits().get(0), o.operandBits().get(1), o.resultBits(), family);
                sum[0] += lanes;
                sum[1] += slices * lanes;
                sum[2] += (slices - 1) * o.resultBits() * lanes / ADDED_PER_LUT;
            }
        });
        return new ResourceLine("integer multipliers", sum[0], new Resources(sum[2], 0, sum[1], 0, 0));
    }

    /** DSP slices of a product. */
    static int dsp(int a, int b, int resultBits, PartFamily family) {
        int most = switch (family) {
            case XCUP -> 26;
            case XC7 -> 24;
        };
        int first = Math.min(Math.max(a, b), resultBits);
        int second = Math.min(Math.min(a, b), resultBits);
        int slices = 0;
        for (int i = 0; i < first; i += most) {
            for (int j = 0; j < second; j += FACTOR_SHORT_BITS) {
                slices += i + j < resultBits ? 1 : 0;
            }
        }
        return Math.max(1, slices);
    }

    private static ResourceLine logic(KernelHardware hardware) {
        int[] sum = new int[2];
        each(hardware, (o, lanes) -> {
            int lut = lut(o);
            sum[0] += lut > 0 ? lanes : 0;
            sum[1] += lut * lanes;
        });
        return new ResourceLine("gates", sum[0], new Resources(sum[1], 0, 0, 0, 0));
    }

    private static int lut(ScheduledOperation o) {
        if (o.kind() != ScheduledOperation.Kind.LOGIC || o.opcode().isEmpty()) {
            return 0;
        }
        int w = o.resultBits();
        int widest = o.operandBits().stream().mapToInt(Integer::intValue).max().orElse(0);
        return switch (o.opcode().get()) {
            case AND, OR, XOR, SELECT -> (w + 1) / 2;
            case ADD, SUB -> w;
            case EQ, NE -> (widest + 3) / 4;
            case LT, LE -> (widest + 1) / 2;
            case SHL, SHR -> w * (Integer.SIZE - Integer.numberOfLeadingZeros(w - 1) + 1) / 2;
            case TABLE -> (o.tableEntries() + LUT_BITS - 1) / LUT_BITS * w;
            case FLT, FLE, FEQ -> FLOAT_COMPARE_LUT;
            case CONST, BITCAST, RESIZE, MUL, FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B -> 0;
        };
    }

    /** The choice between the operations that share a unit. */
    private static ResourceLine operands(KernelHardware hardware) {
        Map<String, Integer> users = new HashMap<>();
        Map<String, Integer> bits = new HashMap<>();
        each(hardware, (o, lanes) -> o.units().forEach(unit -> {
            users.merge(unit, 1, Integer::sum);
            bits.merge(unit, o.operandBits().stream().mapToInt(b -> b == 0 ? 1 : b).sum(), Math::max);
        }));
        int lut = users.entrySet().stream().mapToInt(e -> bits.get(e.getKey()) * (e.getValue() - 1) / 2).sum();
        return new ResourceLine("operand selection", users.size(), new Resources(lut, 0, 0, 0, 0));
    }

    private static ResourceLine registers(KernelHardware hardware) {
        int[] sum = new int[2];
        for (ScheduledBlock block : hardware.blocks()) {
            if (block.form() == ScheduledBlock.Form.PIPELINE) {
                for (ScheduledOperation o : block.operations()) {
                    boolean product = o.kind() == ScheduledOperation.Kind.MULTIPLIER;
                    int cycles = o.heldCycles() + (product ? o.latencyCycles() : 0);
                    if (cycles >= SHIFT_REGISTER_FROM) {
                        int bits = o.resultBits() * block.lanes();
                        sum[0] += bits * cycles;
                        sum[1] += bits * ((cycles + SHIFT_REGISTER_CYCLES - 1) / SHIFT_REGISTER_CYCLES);
                    }
                }
            }
        }
        return new ResourceLine("registers", hardware.registerBits(),
                new Resources(sum[1], Math.max(0, hardware.registerBits() - sum[0]), 0, 0, 0));
    }

    private static ResourceLine streams(KernelHardware hardware) {
        Kernel kernel = hardware.kernel();
        int lanes = hardware.options().lanes();
        int ff = 0;
        int lut = 0;
        for (Kernel.Stream s : kernel.inputs()) {
            ff += s.type().bits() * (s.lanes() ? lanes : 1) + 1;
            lut += 2;
        }
        for (Kernel.Stream s : kernel.outputs()) {
            int word = (s.type().bits() + 1) * (s.lanes() ? lanes : 1);
            ff += 2 * word + 4;
            lut += word + 8;
        }
        return new ResourceLine("streams", kernel.inputs().size() + kernel.outputs().size(), new Resources(lut, ff, 0, 0, 0));
    }

    private static ResourceLine memories(KernelHardware hardware) {
        Resources sum = Resources.NONE;
        int count = 0;
        for (MemoryBanks m : hardware.memories()) {
            count += m.count();
            sum = sum.plus(memory(m.depth(), m.memory().type().bits(), m.memory().storage()).times(m.count()));
        }
        return new ResourceLine("memories", count, sum);
    }

    private static Resources memory(int depth, int bits, Storage storage) {
        int lut = (depth + LUT_BITS - 1) / LUT_BITS * bits;
        int blocks = Math.max(divided((long) depth * bits, BLOCK_RAM_BITS), divided(bits, BLOCK_RAM_WIDTH));
        return switch (storage) {
            case AUTO -> (long) depth * bits > LUT_RAM_MOST_BITS ? new Resources(0, 0, 0, blocks, 0) : new Resources(lut, 0, 0, 0, 0);
            case LUTRAM -> new Resources(lut, 0, 0, 0, 0);
            case BRAM -> new Resources(0, 0, 0, blocks, 0);
            case URAM -> new Resources(0, 0, 0, 0, divided(depth, ULTRA_RAM_DEPTH) * divided(bits, ULTRA_RAM_WIDTH));
        };
    }

    private static int divided(long value, int by) {
        return Math.toIntExact((value + by - 1) / by);
    }

    private static ResourceLine control(KernelHardware hardware) {
        int lut = 0;
        int ff = 0;
        for (ScheduledBlock block : hardware.blocks()) {
            boolean loop = block.form() == ScheduledBlock.Form.PIPELINE;
            lut += BLOCK_CONTROL_LUT + (loop ? LOOP_CONTROL_LUT : 0);
            ff += loop ? block.lanes() * block.depthCycles() : 0;
        }
        return new ResourceLine("control", hardware.blocks().size(), new Resources(lut, ff, 0, 0, 0));
    }
}
