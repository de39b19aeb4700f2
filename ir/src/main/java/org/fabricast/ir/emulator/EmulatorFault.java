package org.fabricast.ir.emulator;

import org.fabricast.ir.hw.RegisterMap;

/** A program did what no correct program does. A bug of whoever wrote the program, not of its user. */
public final class EmulatorFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int index;

    /** What happened, with the number the FAULT register shows. */
    public enum Kind {
        /** Not an instruction, an operand against the rules, or control flow that leads nowhere. */
        ILLEGAL(1),
        /** A read outside device memory. */
        READ(2),
        /** A write outside device memory. */
        WRITE(3),
        /** More words taken from a ring than were loaded: the hardware would wait for ever. */
        RING(1),
        /** A sparse stream that says what cannot be: the hardware would compute something else. */
        STREAM(1),
        /** A wait that no earlier release satisfies: the hardware would wait for ever. */
        TOKEN(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Value of {@link RegisterMap.Register#FAULT}. */
        public int code() {
            return code;
        }
    }

    EmulatorFault(Kind kind, int index, String disassembly, String what) {
        super("instruction " + index + ": " + disassembly + ": " + what);
        this.kind = kind;
        this.index = index;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Index of the instruction. */
    public int index() {
        return index;
    }
}
