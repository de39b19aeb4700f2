package org.fabricast.ir.emulator;

/** A fault found by a unit, which does not know its instruction's index. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final EmulatorFault.Kind kind;

    Violation(EmulatorFault.Kind kind, String what) {
        super(what);
        this.kind = kind;
    }

    EmulatorFault.Kind kind() {
        return kind;
    }
}
