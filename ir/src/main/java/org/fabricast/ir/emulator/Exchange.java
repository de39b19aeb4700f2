package org.fabricast.ir.emulator;

import java.util.List;
import org.fabricast.ir.isa.Operands;

/** What cores do together: {@code ST.GATHER} and {@code ST.ARGMAX}. Operands are in the order of cores. */
final class Exchange {

    private Exchange() {
    }

    /** Every core's part goes to every other core. */
    static void gather(List<MachineState> cores, List<Operands> operands) {
        for (int from = 0; from < cores.size(); from++) {
            int part = (int) operands.get(from).get("part");
            int act = (int) operands.get(from).get("act");
            int count = count(operands.get(from), from);
            for (int to = 0; to < cores.size(); to++) {
                if (to != from && count > 0) {
                    System.arraycopy(cores.get(from).activation, act + from * part, cores.get(to).activation,
                            (int) operands.get(to).get("act") + from * part, count);
                }
            }
        }
    }

    /** The greatest of the parts' greatest; the rule is that of kernel argmax. */
    static void argmax(List<MachineState> cores, List<Operands> operands) {
        int best = 0;
        int bestKey = 0;
        boolean any = false;
        for (int core = 0; core < cores.size(); core++) {
            Operands o = operands.get(core);
            if (count(o, core) > 0) {
                MachineState state = cores.get(core);
                int key = key(Float.floatToRawIntBits(state.result[(int) o.get("res") + state.resultRegister]));
                // Parts are in the order of indices, so a later core wins only with a greater value.
                if (!any || Integer.compareUnsigned(key, bestKey) > 0) {
                    best = core * (int) o.get("part") + state.resultRegister;
                    bestKey = key;
                    any = true;
                }
            }
        }
        for (MachineState state : cores) {
            state.resultRegister = best;
        }
    }

    /** Elements that a core has of a divided vector. */
    private static int count(Operands o, int core) {
        return (int) Math.clamp(o.get("total") - core * o.get("part"), 0, o.get("part"));
    }

    /** Orders like the binary32 number: -0 is 0, NaN below everything. */
    private static int key(int bits) {
        if (bits << 1 == 0) {
            return 0x8000_0000;
        }
        if ((bits & 0x7fff_ffff) > 0x7f80_0000) {
            return 0;
        }
        return bits < 0 ? ~bits : bits | 0x8000_0000;
    }
}
