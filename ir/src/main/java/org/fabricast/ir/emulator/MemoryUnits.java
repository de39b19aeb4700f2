package org.fabricast.ir.emulator;

import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Region;

/** The load and the store unit. Instructions reach them with operands that keep the rules. */
final class MemoryUnits {

    private final MachineState state;
    private byte[] scratch = new byte[1 << 12];

    MemoryUnits(MachineState state) {
        this.state = state;
    }

    /** {@code LD.RING}. */
    void loadRing(Operands operands) {
        long bytes = operands.get("bytes");
        if (bytes > Integer.MAX_VALUE / 2) {
            throw new Violation(EmulatorFault.Kind.ILLEGAL, "loads more than the emulator can hold");
        }
        Ring ring = operands.flag("ring") ? state.kvRing : state.weightRing;
        int to = ring.append((int) bytes);
        read(operands, ring.bytes(), to, (int) bytes, Counter.READ_WEIGHT_BYTES);
    }

    /** {@code LD.ACT}. */
    void loadActivation(Operands operands) {
        int n = (int) operands.get("n");
        int act = (int) operands.get("act");
        byte[] bytes = scratch(2 * n);
        read(operands, bytes, 0, 2 * n, Counter.READ_ROW_BYTES);
        for (int i = 0; i < n; i++) {
            state.activation[act + i] = (short) (bytes[2 * i] & 0xff | bytes[2 * i + 1] << 8);
        }
    }

    /** {@code ST.I8} and {@code ST.F16}. */
    void storeActivation(Operands operands, int elementBytes) {
        int piece = (int) operands.get("piece");
        int pieces = (int) operands.get("pieces");
        int act = (int) operands.get("act");
        byte[] bytes = scratch(piece * elementBytes);
        for (int p = 0; p < pieces; p++) {
            for (int i = 0; i < piece; i++) {
                int value = state.activation[act + p * piece + i];
                bytes[i * elementBytes] = (byte) value;
                if (elementBytes == 2) {
                    bytes[2 * i + 1] = (byte) (value >> 8);
                }
            }
            write(operands, operands.get("mem") + p * operands.get("stride"), bytes, piece * elementBytes);
        }
    }

    /** {@code ST.F32}. */
    void storeResult(Operands operands) {
        int n = (int) operands.get("n");
        int res = (int) operands.get("res");
        byte[] bytes = scratch(4 * n);
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToRawIntBits(state.result[res + i]);
            for (int b = 0; b < 4; b++) {
                bytes[4 * i + b] = (byte) (bits >> 8 * b);
            }
        }
        write(operands, operands.get("mem"), bytes, 4 * n);
    }

    /** @param part counter of what comes from the weights' region */
    private void read(Operands operands, byte[] to, int offset, int length, Counter part) {
        Region region = Region.of(operands.bits("region"));
        long address = state.regionBase[region.ordinal()] + Region.LOAD_UNIT_BYTES * operands.get("mem");
        try {
            state.memory.read(address, to, offset, length);
        } catch (IndexOutOfBoundsException e) {
            throw new Violation(EmulatorFault.Kind.READ, "reads " + e.getMessage());
        }
        int beat = state.config.busBytes();
        long moved = ((address + length + beat - 1) / beat - address / beat) * beat;
        state.count(Counter.READ_BYTES, moved);
        switch (region) {
            case WEIGHTS -> state.count(part, moved);
            case KV -> state.count(Counter.READ_KV_BYTES, moved);
            case LOGITS -> { }
        }
    }

    private void write(Operands operands, long offset, byte[] from, int length) {
        try {
            state.memory.write(state.regionBase[operands.bits("region")] + offset, from, 0, length);
        } catch (IndexOutOfBoundsException e) {
            throw new Violation(EmulatorFault.Kind.WRITE, "writes " + e.getMessage());
        }
        state.count(Counter.WRITE_BYTES, length);
        switch (Region.of(operands.bits("region"))) {
            case WEIGHTS -> { }
            case KV -> state.count(Counter.WRITE_KV_BYTES, length);
            case LOGITS -> state.count(Counter.WRITE_LOGIT_BYTES, length);
        }
    }

    private byte[] scratch(int bytes) {
        if (scratch.length < bytes) {
            scratch = new byte[Math.max(bytes, 2 * scratch.length)];
        }
        return scratch;
    }
}
