package org.fabricast.compiler.verify;

/** Steps of a verification, in order. */
public enum StepName {
    /** The directory holds what its manifest says. */
    ARTEFACT("artefact"),
    /** The program's bytes are its text, and its verifier finds nothing. */
    PROGRAM("program"),
    /** Verilator's lint is silent. */
    LINT_VERILATOR("lint-verilator"),
    /** Icarus Verilog is silent. */
    LINT_ICARUS("lint-icarus"),
    /** Yosys elaborates and checks without a word. */
    SYNTHESIS_CHECK("synthesis-check"),
    /** Simulated Verilog equals the emulator in every bit. */
    FUNCTIONAL_RTL("functional-rtl"),
    /** It does so with a memory that pauses at random. */
    FUNCTIONAL_RTL_NOISE("functional-rtl-noise");

    private final String text;

    StepName(String text) {
        this.text = text;
    }

    /** Name as in reports. */
    public String text() {
        return text;
    }
}
