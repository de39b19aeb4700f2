package org.fabricast.ir.hw;

import java.util.List;

/**
 * The AXI4-Lite register map, once: control RTL, emulator, driver and manual derive from it. Control, interrupt and
 * argument registers follow {@code ap_ctrl_hs}.
 */
public final class RegisterMap {

    /** "FBC1". */
    public static final int MAGIC = 0x46424331;
    /** Layout of instructions and registers; a change of either changes it. */
    public static final int ISA_VERSION = 1;
    /** Address bits of the control port. */
    public static final int ADDRESS_BITS = 16;
    /** Byte address of token memory; word i at {@code TOKENS + 4 i}. */
    public static final int TOKENS = 0x8000;
    /** Low words of the 64-bit counters start here, 8 bytes each, in the order of {@link Counter}. */
    public static final int COUNTERS = 0x0100;

    /** Where several cores share a control port, the window of core c begins at {@code c << ADDRESS_BITS}. */
    public static final int ALL_CORES = 7 << ADDRESS_BITS;
    /** Address bits of a control port that several cores share. */
    public static final int SHARED_ADDRESS_BITS = ADDRESS_BITS + 3;
    /** Argument of {@code SYS.ARG} that no register holds: the number of the core, where there are several. */
    public static final int CORE_ARGUMENT = 5;

    /** Bit of {@code CTRL}: start, cleared by the machine. */
    public static final int AP_START = 1;
    /** Bit of {@code CTRL}: a run has ended; cleared by reading. */
    public static final int AP_DONE = 2;
    /** Bit of {@code CTRL}: nothing runs. */
    public static final int AP_IDLE = 4;
    /** Bit of {@code CTRL}: the next start may be given; cleared by reading. */
    public static final int AP_READY = 8;

    private RegisterMap() {
    }

    /** Who may write a register. */
    public enum Access { READ_WRITE, READ_ONLY, CONTROL }

    /** Registers of 32 bits. */
    public enum Register {
        CTRL(0x00, Access.CONTROL, "bit 0 ap_start, 1 ap_done (cleared by reading), 2 ap_idle, 3 ap_ready (cleared by reading)"),
        GIER(0x04, Access.CONTROL, "bit 0 global interrupt enable"),
        IER(0x08, Access.CONTROL, "bit 0 ap_done, bit 1 ap_ready"),
        ISR(0x0C, Access.CONTROL, "as IER; writing 1 toggles"),
        PROGRAM_BASE_LO(0x10, Access.READ_WRITE, "byte address of the program in device memory, 64-byte aligned"),
        PROGRAM_BASE_HI(0x14, Access.READ_WRITE, "upper half"),
        WEIGHTS_BASE_LO(0x1C, Access.READ_WRITE, "byte address of region 0, weights"),
        WEIGHTS_BASE_HI(0x20, Access.READ_WRITE, "upper half"),
        IO_BASE_LO(0x28, Access.READ_WRITE, "byte address of region 2, logits"),
        IO_BASE_HI(0x2C, Access.READ_WRITE, "upper half"),
        PROMPT_TOKENS(0x34, Access.READ_WRITE, "argument 0: tokens the host put into token memory, at least 1"),
        GENERATE_TOKENS(0x3C, Access.READ_WRITE, "argument 1: tokens to generate, may be 0"),
        STOP_TOKEN(0x44, Access.READ_WRITE, "argument 2: generation ends after this token; all ones for none"),
        LOGITS(0x4C, Access.READ_WRITE,
                "argument 3: 0 none kept, 1 logits of every step that generates, 2 logits of every step, to region 2"),
        POSITION(0x80, Access.READ_WRITE, "argument 4 of slot 0: position of the first token"),
        KV_BASE_LO(0x84, Access.READ_WRITE, "slot 0: byte address of region 1, keys and values"),
        KV_BASE_HI(0x88, Access.READ_WRITE, "upper half"),
        MAGIC_ID(0xC0, Access.READ_ONLY, "0x46424331"),
        ISA_ID(0xC4, Access.READ_ONLY, "version of instruction layout and register map"),
        CONFIG_ID(0xC8, Access.READ_ONLY, "first 32 bits of the configuration's hash"),
        CORE_ID(0xCC, Access.READ_ONLY, "bits 7:0 core number, 15:8 core count"),
        PRODUCED(0xE0, Access.READ_ONLY, "tokens generated since ap_start"),
        PC(0xE4, Access.READ_ONLY, "index of the instruction at the sequencer"),
        FAULT(0xE8, Access.READ_ONLY, "0 none, 1 illegal instruction, 2 bus error on read, 3 bus error on write"),
        BLOCKED(0xEC, Access.READ_ONLY,
                "4 bits per queue from LD at 3:0: bit 0 has an instruction, 1 waits for tokens, 2 unit busy, 3 unit not ready"),
        RING_LEVELS(0xF0, Access.READ_ONLY, "words in the weight ring 15:0 and the K and V ring 31:16");

        private final int offset;
        private final Access access;
        private final String meaning;

        Register(int offset, Access access, String meaning) {
            this.offset = offset;
            this.access = access;
            this.meaning = meaning;
        }

        /** Byte offset. */
        public int offset() {
            return offset;
        }

        public Access access() {
            return access;
        }

        public String meaning() {
            return meaning;
        }
    }

    /** Performance counters of 64 bits, cleared by ap_start; cycles count from ap_start to ap_done. */
    public enum Counter {
        CYCLES("clock cycles from start to done"),
        LD_BUSY("cycles with a load in progress"),
        ST_BUSY("cycles with a store in progress"),
        MM_BUSY("cycles the engine works for the MM queue"),
        MV_BUSY("cycles the engine works for the MV queue"),
        MISC_BUSY("cycles the special function unit works"),
        LD_WAIT("cycles the load queue's head waits for tokens"),
        ST_WAIT("cycles the store queue's head waits for tokens"),
        MM_WAIT("cycles the MM queue's head waits for tokens"),
        MV_WAIT("cycles the MV queue's head waits for tokens"),
        MISC_WAIT("cycles the MISC queue's head waits for tokens"),
        ENGINE_STARVED("cycles the engine waits for a word of a ring"),
        LD_BLOCKED("cycles the load unit waits for room in a ring"),
        DISPATCH_BLOCKED("cycles the sequencer waits for room in a queue"),
        FETCH_STALL("cycles the sequencer waits for an instruction"),
        READ_BYTES("bytes of read beats on the memory port"),
        WRITE_BYTES("bytes written through strobes on the memory port"),
        FETCH_BYTES("bytes of read beats that were instructions, part of READ_BYTES"),
        MACS("multiply-accumulates issued, padding included"),
        INSTRUCTIONS("instructions executed"),
        READ_WEIGHT_BYTES("bytes of read beats of region 0 for a ring, part of READ_BYTES: weights"),
        READ_ROW_BYTES("bytes of read beats of region 0 for the activation buffer, part of READ_BYTES: embeddings, positions"),
        READ_KV_BYTES("bytes of read beats of region 1, part of READ_BYTES: keys and values"),
        WRITE_KV_BYTES("bytes written to region 1, part of WRITE_BYTES: keys and values"),
        WRITE_LOGIT_BYTES("bytes written to region 2, part of WRITE_BYTES: logits");

        private final String meaning;

        Counter(String meaning) {
            this.meaning = meaning;
        }

        /** Byte offset of the low word; the high word follows. */
        public int offset() {
            return COUNTERS + 8 * ordinal();
        }

        public String meaning() {
            return meaning;
        }
    }

    /** Address bits of the control port of so many cores. */
    public static int addressBits(int cores) {
        return cores == 1 ? ADDRESS_BITS : SHARED_ADDRESS_BITS;
    }

    /** Registers the program reads by {@code SYS.ARG}, in argument order. */
    public static List<Register> arguments() {
        return List.of(Register.PROMPT_TOKENS, Register.GENERATE_TOKENS, Register.STOP_TOKEN, Register.LOGITS,
                Register.POSITION);
    }
}
