package org.fabricast.compiler.estimate.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.fabricast.ir.isa.Operands;

/** Sums what was done for each operator, step by step. */
final class OperatorLog {

    private final Function<Operands, String> names;
    private final Map<Integer, Map<String, OperatorUse>> steps = new TreeMap<>();

    /**
     * An empty log.
     *
     * @param names operator of an instruction
     */
    OperatorLog(Function<Operands, String> names) {
        this.names = names;
    }

    /**
     * An instruction that was in its unit from one cycle to another.
     *
     * @param bytes  it moved over the memory port
     * @param waited cycles in it that its unit waited for data
     */
    void add(InstructionQueue.Entry entry, long from, long to, long bytes, long waited) {
        String name = names.apply(entry.operands());
        steps.computeIfAbsent(entry.step(), s -> new LinkedHashMap<>())
                .merge(name, new OperatorUse(name, entry.operands().opcode().queue(), 1, to - from, waited, bytes), OperatorUse::plus);
    }

    /** Operators of a step, in the order of their first end. */
    Map<String, OperatorUse> step(int step) {
        return steps.getOrDefault(step, Map.of());
    }
}
