package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.RunShape;

/** In program order every run finds its words in its ring (F3324). Words may be left at the end. */
final class RingCheck {

    private RingCheck() {
    }

    static List<Diagnostic> check(List<Step> steps, HardwareConfig config) {
        List<Diagnostic> findings = new ArrayList<>();
        long[] level = new long[2];
        for (Step step : steps) {
            int ring = ring(step.operands());
            if (ring >= 0) {
                level[ring] += step.operands().opcode() == Opcode.LD_RING ? bytes(step.operands(), config)
                        : -bytes(step.operands(), config);
                if (level[ring] < 0) {
                    findings.add(new Diagnostic(ErrorCode.F3324, step.text(), bytes(step.operands(), config)
                            + " bytes in ring " + ring, level[ring] + bytes(step.operands(), config) + " bytes", ""));
                    return findings;
                }
            }
        }
        return findings;
    }

    /** The ring that an instruction fills or empties; -1 for none. */
    static int ring(Operands operands) {
        boolean uses = !operands.isEmpty() && (operands.opcode() == Opcode.LD_RING
                || operands.opcode() == Opcode.MV_RUN || operands.opcode() == Opcode.MM_RUN);
        return uses ? operands.bits("ring") : -1;
    }

    /** Bytes that an instruction puts into its ring or takes from it. */
    static long bytes(Operands operands, HardwareConfig config) {
        return operands.opcode() == Opcode.LD_RING ? operands.get("bytes")
                : RunShape.of(operands, config.array()).ringWords() * config.wordBytes();
    }
}
