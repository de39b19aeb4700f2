package org.fabricast.compiler.lower;

import static org.fabricast.compiler.lower.Access.read;
import static org.fabricast.compiler.lower.Access.write;

import org.fabricast.compiler.lower.Access.Space;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.isa.Instructions;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Region;

/**
 * What a program says where its work is divided among cores: a core writes its part of a vector at its own place, then all
 * gather. A single core's program gets nothing of it.
 */
final class CoreParts {

    private CoreParts() {
    }

    /** Elements of a vector whose parts are written at their places: the last part may reach over the end. */
    static int span(DecodeShape shape, int total, int part) {
        return shape.config().divided() ? Math.max(total, shape.config().cores() * part) : total;
    }

    /** {@code instruction} with the place of the core's part added to the fields named, which hold those of the whole vector. */
    static Instructions own(Code code, DecodeShape shape, int part, Instructions instruction, String... fields) {
        Instructions placed = instruction;
        if (shape.config().divided()) {
            place(code, part);
            for (String field : fields) {
                placed = placed.reg(field, Registers.T0);
            }
        }
        return placed;
    }

    /** T0 = core · part. */
    private static void place(Code code, int part) {
        code.add(Instructions.of(Opcode.SYS_ARG).rd(Registers.T0).set("imm", RegisterMap.CORE_ARGUMENT));
        code.multiplyAdd(Registers.T0, Registers.T0, part, 0);
    }

    /** All cores get {@code whole}, {@code total} elements of it, of which each has a part. */
    static void gather(Code code, DecodeShape shape, Range whole, int part, int total) {
        if (shape.config().divided()) {
            code.add(Instructions.of(Opcode.ST_GATHER).set("act", whole.from()).set("part", part).set("total", total),
                    read(Space.ACTIVATION, whole), write(Space.ACTIVATION, whole));
        }
    }

    /**
     * Store and arg-max of a core's logits, which in the last core are fewer than its rows, and the arg-max of all. LOGIT_ROWS is
     * the part of a core or 0, KEPT_LOGITS as well.
     */
    static void logits(Code code, DecodeShape shape, Range logits) {
        int part = shape.division().vocab();
        int vocab = shape.model().vocab();
        place(code, part);
        code.least(Registers.T0, Registers.T0, vocab);
        code.add(Instructions.of(Opcode.SYS_SUB).rd(Registers.T0).rb(Registers.T0).set("imm", vocab));
        least(code, Registers.T0, Registers.LOGIT_ROWS);
        least(code, Registers.T1, Registers.KEPT_LOGITS);
        code.add(Instructions.of(Opcode.ST_F32).reg("mem", Registers.LOGITS_OFFSET).set("res", logits.from())
                .reg("n", Registers.T1).set("region", Region.LOGITS.ordinal()), read(Space.RESULT, logits));
        code.add(Instructions.of(Opcode.MISC_ARGMAX).set("g0", logits.from()).reg("n", Registers.T0),
                read(Space.RESULT, logits), write(Space.SCALAR, new Range(0, 1)));
        // CLASSIFY is something else in the layers of a plan of bits.
        code.least(Registers.T1, Registers.LOGIT_ROWS, 1);
        code.multiplyAdd(Registers.T1, Registers.T1, vocab, 0);
        code.add(Instructions.of(Opcode.ST_ARGMAX).set("res", logits.from()).set("part", part).reg("total", Registers.T1),
                read(Space.RESULT, logits), write(Space.SCALAR, new Range(0, 1)));
    }

    /** rd = min(T0, other). */
    private static void least(Code code, int rd, int other) {
        code.add(Instructions.of(Opcode.SYS_MIN).rd(rd).ra(Registers.T0).rb(other));
    }
}
