package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.isa.Condition;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Region;
import org.fabricast.ir.isa.RunShape;

/** Alignment, size and range rules of an instruction with resolved operands. An empty instruction keeps all of them. */
public final class OperandRules {

    /** Most pieces of a store: more than any buffer has elements. */
    private static final int MOST = 1 << 16;

    private final Operands operands;
    private final HardwareConfig config;
    private final List<String> broken = new ArrayList<>();

    private OperandRules(Operands operands, HardwareConfig config) {
        this.operands = operands;
        this.config = config;
    }

    /** What is wrong; empty if nothing. */
    public static List<String> broken(Operands operands, HardwareConfig config) {
        if (!operands.opcode().in(config.functions())) {
            return List.of("a machine with functions " + config.functions() + " has no " + operands.opcode().mnemonic());
        }
        if (operands.isEmpty()) {
            return List.of();
        }
        OperandRules rules = new OperandRules(operands, config);
        rules.check();
        if (rules.broken.isEmpty()) {
            for (Access access : Accesses.of(operands, config.array())) {
                if (access.to() > access.space().size(config)) {
                    rules.broken.add(access + ", of " + access.space().size(config));
                }
            }
        }
        return rules.broken;
    }

    private void check() {
        switch (operands.opcode()) {
            case LD_RING -> {
                region();
                multiple("mem", HardwareConfig.ALIGNMENT / 16);
                multiple("bytes", HardwareConfig.ALIGNMENT);
            }
            case LD_ACT -> {
                region();
                multiple("mem", HardwareConfig.ALIGNMENT / 16);
                lanes("act");
                most("n", MOST);
            }
            case ST_I8 -> store(1);
            case ST_F16 -> store(2);
            case ST_F32 -> {
                region();
                multiple("mem", HardwareConfig.ALIGNMENT);
                lanes("res");
                most("n", MOST);
            }
            case ST_GATHER -> {
                joined();
                lanes("act", "part");
            }
            case ST_ARGMAX -> joined();
            case MM_RUN -> run(config.vectors());
            case MV_RUN -> run(1);
            case MV_LOADX -> loadx();
            case MISC_RMSNORM -> lanes("a0", "out");
            case MISC_SOFTMAX, MISC_CAST -> lanes("g0", "out");
            case MISC_SILU_MUL -> lanes("g0", "g1", "out");
            case MISC_ROPE -> {
                lanes("g0", "a0", "a1", "out");
                divisor("d", 2 * config.lanes());
                if (operands.bits("d") != 0 && operands.get("n") % operands.get("d") != 0) {
                    broken.add("n=" + operands.get("n") + " is not a multiple of d=" + operands.get("d"));
                }
            }
            case MISC_ADD, MISC_BIAS_RELU -> lanes("g0", "a0", "out");
            case MISC_LAYERNORM, MISC_SUM -> lanes("a0", "a1", "out");
            case MISC_BIAS_ADD -> lanes("g0", "a0", "a1", "out");
            case MISC_QUANTISE_KV -> {
                lanes("a0", "out");
                divisor("d", config.lanes());
            }
            case MISC_ARGMAX -> lanes("g0");
            case SYS_ARG -> most("imm", config.divided() ? RegisterMap.CORE_ARGUMENT : RegisterMap.arguments().size() - 1);
            case SYS_SHR -> most("shift", 31);
            case SYS_BRANCH -> most("cond", Condition.values().length - 1);
            case SYS_HALT, SYS_ADD, SYS_SUB, SYS_MUL, SYS_MIN, SYS_LOOP, SYS_END, SYS_TOKGET, SYS_TOKPUT, SYS_RESULT,
                    SYS_BARRIER, SYS_EXIT -> { }
        }
    }

    private void joined() {
        if (!config.divided()) {
            broken.add("a single core has nobody to exchange with");
        }
        if (operands.get("total") > MOST * (long) HardwareConfig.MAXIMUM_CORES
                || operands.get("part") * config.cores() < operands.get("total")) {
            broken.add("total=" + operands.get("total") + " is above " + config.cores() + " parts of "
                    + operands.get("part") + ", or above " + MOST * HardwareConfig.MAXIMUM_CORES);
        }
    }

    private void store(int bytes) {
        region();
        most("piece", MOST);
        most("pieces", MOST);
        if (!broken.isEmpty()) {
            return;
        }
        if (operands.get("piece") != 1) {
            lanes("act");
        }
        long length = operands.get("piece") * bytes;
        for (long i = 0; i < operands.get("pieces"); i++) {
            long at = operands.get("mem") + i * operands.get("stride");
            if (at % 16 != 0 && at % 16 + length > 16 || at % bytes != 0) {
                broken.add("piece " + i + " at byte " + at + " with " + length + " bytes crosses a 16-byte boundary");
                return;
            }
        }
    }

    private void run(int vectors) {
        multiple("res", config.resultLanes());
        if (operands.get("vectors") > 1) {
            multiple("resstride", config.resultLanes());
        }
        if (operands.get("vectors") < 1 || operands.get("vectors") > vectors) {
            broken.add("vectors=" + operands.get("vectors") + " is not in 1…" + vectors);
        }
        if (operands.bits("group") == 0
                || operands.get("group") % config.array() != 0 && operands.get("group") < operands.get("cols")) {
            broken.add("group=" + operands.get("group") + " is neither a multiple of " + config.array()
                    + " nor holds all " + operands.get("cols") + " inputs");
        }
        int bits = operands.bits("bits");
        if (bits != 0 && !RunShape.PACKED_BITS.contains(bits)) {
            broken.add("bits=" + bits + " is none of " + RunShape.PACKED_BITS + " nor 0 for 8");
        }
        if (bits != 0 && (operands.flag("ring") || operands.flag("transpose") || operands.flag("unscaled"))) {
            broken.add("bits=" + bits + " with ring, transpose or unscaled: a packed stream is a scaled one of the weight ring");
        }
        if (operands.bits("pattern") != 0) {
            sparse();
        }
    }

    /** What a sparse stream wants; the input words of a group are read together, so that each slice selects among them. */
    private void sparse() {
        String pattern = "pattern=" + operands.bits("pattern");
        if (config.products() != HardwareConfig.Products.SPARSE_DSP48E2) {
            broken.add(pattern + " with products " + config.products() + ": only SPARSE_DSP48E2 take a sparse stream");
        }
        if (operands.flag("ring") || operands.flag("transpose") || operands.flag("unscaled")) {
            broken.add(pattern + " with ring, transpose or unscaled: a sparse stream is a scaled one of the weight ring");
        }
        if (!RunShape.SPARSE_GROUPS.contains(operands.get("group"))) {
            broken.add(pattern + " with group=" + operands.get("group") + ", not one of " + RunShape.SPARSE_GROUPS);
        } else {
            long words = operands.get("group") / config.array();
            multiple("x", (int) words);
            if (operands.get("vectors") > 1) {
                multiple("xstride", (int) words);
            }
        }
    }

    private void loadx() {
        lanes("act");
        if (operands.flag("scaled")) {
            lanes("factor");
        }
        if (operands.bits("group") == 0
                || operands.get("group") % config.lanes() != 0 && operands.get("group") < operands.get("n")) {
            broken.add("group=" + operands.get("group") + " is neither a multiple of " + config.lanes()
                    + " nor holds all " + operands.get("n") + " elements");
        }
    }

    private void region() {
        most("region", Region.values().length - 1);
    }

    private void lanes(String... fields) {
        for (String field : fields) {
            multiple(field, config.lanes());
        }
    }

    private void divisor(String field, int of) {
        if (operands.bits(field) == 0) {
            broken.add(field + " is 0");
        }
        multiple(field, of);
    }

    private void multiple(String field, int of) {
        if (operands.get(field) % of != 0) {
            broken.add(field + "=" + operands.get(field) + " is not a multiple of " + of);
        }
    }

    private void most(String field, long most) {
        if (operands.get(field) > most) {
            broken.add(field + "=" + operands.get(field) + " is above " + most);
        }
    }
}
