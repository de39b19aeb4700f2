package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Region;
import org.fabricast.ir.isa.RunShape;

/** What an instruction with resolved operands reads and writes outside the rings. */
public final class Accesses {

    private final Operands operands;
    private final List<Access> list = new ArrayList<>();

    private Accesses(Operands operands) {
        this.operands = operands;
    }

    /**
     * Ranges of an instruction in which {@link OperandRules} finds nothing; none for an empty one.
     *
     * @param array N
     */
    public static List<Access> of(Operands operands, int array) {
        if (operands.isEmpty()) {
            return List.of();
        }
        Accesses accesses = new Accesses(operands);
        accesses.collect(array);
        return accesses.list;
    }

    private void collect(int array) {
        switch (operands.opcode()) {
            case LD_RING -> read(region(), Region.LOAD_UNIT_BYTES * get("mem"), get("bytes"));
            case LD_ACT -> {
                read(region(), Region.LOAD_UNIT_BYTES * get("mem"), 2 * get("n"));
                write(Space.ACTIVATION, get("act"), get("n"));
            }
            case ST_I8 -> store(1);
            case ST_F16 -> store(2);
            case ST_F32 -> {
                read(Space.RESULT, get("res"), get("n"));
                write(region(), get("mem"), 4 * get("n"));
            }
            case ST_GATHER -> {
                // Which part is read and which are written depends on the core; order must hold whichever it is.
                read(Space.ACTIVATION, get("act"), get("total"));
                write(Space.ACTIVATION, get("act"), get("total"));
            }
            case ST_ARGMAX -> {
                read(Space.RESULT, get("res"), Math.min(get("part"), get("total")));
                write(Space.RESULT_REGISTER, 0, 1);
            }
            case MM_RUN, MV_RUN -> run(RunShape.of(operands, array));
            case MV_LOADX -> loadx(array);
            case MISC_RMSNORM -> {
                read(Space.ACTIVATION, get("a0"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_SOFTMAX, MISC_CAST -> {
                read(Space.RESULT, get("g0"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_SILU_MUL -> {
                read(Space.RESULT, get("g0"), get("n"));
                read(Space.RESULT, get("g1"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_ROPE -> {
                read(Space.RESULT, get("g0"), get("n"));
                read(Space.ACTIVATION, get("a0"), get("d"));
                read(Space.ACTIVATION, get("a1"), get("d"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_ADD, MISC_BIAS_RELU -> {
                read(Space.RESULT, get("g0"), get("n"));
                read(Space.ACTIVATION, get("a0"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_LAYERNORM, MISC_SUM -> {
                read(Space.ACTIVATION, get("a0"), get("n"));
                read(Space.ACTIVATION, get("a1"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_BIAS_ADD -> {
                read(Space.RESULT, get("g0"), get("n"));
                read(Space.ACTIVATION, get("a0"), get("n"));
                read(Space.ACTIVATION, get("a1"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
            }
            case MISC_QUANTISE_KV -> {
                read(Space.ACTIVATION, get("a0"), get("n"));
                write(Space.ACTIVATION, get("out"), get("n"));
                write(Space.ACTIVATION, get("scales"), (get("n") + get("d") - 1) / get("d"));
            }
            case MISC_ARGMAX -> {
                read(Space.RESULT, get("g0"), get("n"));
                write(Space.RESULT_REGISTER, 0, 1);
            }
            case SYS_RESULT -> read(Space.RESULT_REGISTER, 0, 1);
            case SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_SHR, SYS_MIN, SYS_LOOP, SYS_END, SYS_BRANCH, SYS_TOKGET,
                    SYS_TOKPUT, SYS_ARG, SYS_BARRIER, SYS_EXIT -> { }
        }
    }

    private void store(int bytes) {
        long piece = get("piece");
        long pieces = get("pieces");
        read(Space.ACTIVATION, get("act"), piece * pieces);
        if (get("stride") == piece * bytes) {
            write(region(), get("mem"), piece * bytes * pieces);
            return;
        }
        for (long i = 0; i < pieces; i++) {
            write(region(), get("mem") + i * get("stride"), piece * bytes);
        }
    }

    private void run(RunShape shape) {
        for (long m = 0; m < get("vectors"); m++) {
            read(Space.INPUT_WORDS, get("x") + m * get("xstride"), shape.inputWords());
            read(Space.INPUT_SCALES, get("xs") + m * get("xsstride"), shape.groups());
            write(Space.RESULT, get("res") + m * get("resstride"), shape.rows());
        }
    }

    private void loadx(int array) {
        long n = get("n");
        long group = get("group");
        long groups = (n + group - 1) / group;
        read(Space.ACTIVATION, get("act"), n);
        if (operands.flag("scaled")) {
            read(Space.ACTIVATION, get("factor"), n);
        }
        write(Space.INPUT_WORDS, get("x"), groups * ((group + array - 1) / array));
        write(Space.INPUT_SCALES, get("xs"), groups);
    }

    private Space region() {
        return Space.of(Region.of(operands.bits("region")));
    }

    private long get(String field) {
        return operands.get(field);
    }

    private void read(Space space, long from, long count) {
        list.add(new Access(space, false, from, from + count));
    }

    private void write(Space space, long from, long count) {
        list.add(new Access(space, true, from, from + count));
    }
}
