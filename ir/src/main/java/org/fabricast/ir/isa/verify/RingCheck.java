package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;

/** In program order every run finds its words in its ring (F3324). Words may be left at the end. */
final class RingCheck {

    private RingCheck() {
    }

    static List<Diagnostic> check(List<Step> steps) {
        List<Diagnostic> findings = new ArrayList<>();
        long[] level = new long[2];
        for (Step step : steps) {
            int ring = ring(step.operands());
            if (ring >= 0) {
                level[ring] += step.operands().opcode() == Opcode.LD_RING ? step.ringBytes() : -step.ringBytes();
                if (level[ring] < 0) {
                    findings.add(new Diagnostic(ErrorCode.F3324, step.text(), step.ringBytes() + " bytes in ring " + ring,
                            level[ring] + step.ringBytes() + " bytes", ""));
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
}
