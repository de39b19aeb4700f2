package org.fabricast.ir.emulator;

import java.util.HashMap;
import java.util.Map;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Access;
import org.fabricast.ir.hw.RegisterMap.Register;

/** The control port's registers. */
final class RegisterFile {

    private static final int DONE_BIT = 1;
    private static final int READY_BIT = 2;

    private final MachineState state;
    private final Map<Integer, Register> byOffset = new HashMap<>();
    private final int[] values = new int[Register.values().length];
    private boolean running;
    private boolean done;
    private boolean ready;

    RegisterFile(MachineState state, int core, int cores) {
        this.state = state;
        for (Register register : Register.values()) {
            byOffset.put(register.offset(), register);
        }
        set(Register.MAGIC_ID, RegisterMap.MAGIC);
        set(Register.ISA_ID, RegisterMap.ISA_VERSION);
        set(Register.CONFIG_ID, state.config.hash32());
        set(Register.CORE_ID, cores << 8 | core);
    }

    int get(Register register) {
        return values[register.ordinal()];
    }

    void set(Register register, int value) {
        values[register.ordinal()] = value;
    }

    /** A 64-bit address from its halves. */
    long wide(Register low, Register high) {
        return Integer.toUnsignedLong(get(low)) | (long) get(high) << 32;
    }

    boolean running() {
        return running && get(Register.FAULT) == 0;
    }

    void finish() {
        running = false;
        done = true;
        ready = true;
        int enabled = get(Register.IER);
        set(Register.ISR, get(Register.ISR) | (DONE_BIT | READY_BIT) & enabled);
    }

    void fault(EmulatorFault.Kind kind) {
        set(Register.FAULT, kind.code());
    }

    int read(int offset) {
        checkOffset(offset);
        if (offset >= RegisterMap.TOKENS) {
            int index = (offset - RegisterMap.TOKENS) / 4;
            return index < state.tokenMemory.length ? state.tokenMemory[index] : 0;
        }
        int counter = (offset - RegisterMap.COUNTERS) / 8;
        if (offset >= RegisterMap.COUNTERS) {
            return counter < state.counters.length ? (int) (state.counters[counter] >> 8 * (offset & 4)) : 0;
        }
        if (offset == Register.CTRL.offset()) {
            int bits = (running ? RegisterMap.AP_START : RegisterMap.AP_IDLE) | (done ? RegisterMap.AP_DONE : 0)
                    | (ready ? RegisterMap.AP_READY : 0);
            done = false;
            ready = false;
            return bits;
        }
        if (offset == Register.RING_LEVELS.offset()) {
            int word = state.config.wordBytes();
            return state.weightRing.level() / word & 0xffff | state.kvRing.level() / word << 16;
        }
        return byOffset.containsKey(offset) ? get(byOffset.get(offset)) : 0;
    }

    /** Writes; returns whether this starts the core. */
    boolean write(int offset, int value) {
        checkOffset(offset);
        if (offset >= RegisterMap.TOKENS) {
            int index = (offset - RegisterMap.TOKENS) / 4;
            if (index < state.tokenMemory.length) {
                state.tokenMemory[index] = value;
            }
            return false;
        }
        Register register = byOffset.get(offset);
        if (register == null || register.access() == Access.READ_ONLY) {
            return false;
        }
        if (register == Register.CTRL) {
            return (value & RegisterMap.AP_START) != 0 && start();
        }
        set(register, register == Register.ISR ? get(register) ^ value & (DONE_BIT | READY_BIT)
                : register == Register.IER ? value & (DONE_BIT | READY_BIT)
                : register == Register.GIER ? value & 1 : value);
        return false;
    }

    private boolean start() {
        if (running()) {
            return false;
        }
        running = true;
        done = false;
        ready = false;
        set(Register.FAULT, 0);
        set(Register.PRODUCED, 0);
        set(Register.PC, 0);
        return true;
    }

    private static void checkOffset(int offset) {
        if (offset < 0 || offset >= 1 << RegisterMap.ADDRESS_BITS || offset % 4 != 0) {
            throw new IllegalArgumentException("register offset 0x" + Integer.toHexString(offset));
        }
    }
}
