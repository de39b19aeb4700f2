package org.fabricast.ir.isa;

import java.util.List;

/** The register operands of SYS instructions: slot number = ordinal. */
public enum SysRegister {
    /** Written. */
    RD("rd"),
    /** First operand. */
    RA("ra"),
    /** Second operand. */
    RB("rb");

    private final String text;

    SysRegister(String text) {
        this.text = text;
    }

    /** As in assembler text. */
    public String text() {
        return text;
    }

    /** Slot of the register number. */
    public int slot() {
        return ordinal();
    }

    /** The register operands an instruction has; none outside SYS. */
    public static List<SysRegister> of(Opcode opcode) {
        return switch (opcode) {
            case SYS_ADD, SYS_SUB, SYS_MUL, SYS_MIN -> List.of(RD, RA, RB);
            case SYS_SHR, SYS_TOKGET -> List.of(RD, RA);
            case SYS_LOOP -> List.of(RA);
            case SYS_BRANCH, SYS_TOKPUT -> List.of(RA, RB);
            case SYS_RESULT, SYS_ARG -> List.of(RD);
            case SYS_HALT, SYS_END, SYS_BARRIER, SYS_EXIT, LD_RING, LD_ACT, ST_I8, ST_F16, ST_F32, ST_GATHER, ST_ARGMAX, MM_RUN, MV_LOADX,
                    MV_RUN, MISC_RMSNORM, MISC_SOFTMAX, MISC_SILU_MUL, MISC_ROPE, MISC_ADD, MISC_CAST,
                    MISC_QUANTISE_KV, MISC_ARGMAX,
                    MISC_LAYERNORM, MISC_BIAS_ADD, MISC_BIAS_RELU, MISC_SUM -> List.of();
        };
    }
}
