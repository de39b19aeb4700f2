package org.fabricast.compiler.estimate;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.isa.ControlUnit;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Program;
import org.fabricast.ir.isa.Queue;

/**
 * Instructions per queue, of a program as it is stored or as it runs. SYS is control: loops, address registers, tokens, barriers.
 *
 * @param counts every queue has an entry
 */
public record InstructionCounts(Map<Queue, Long> counts) {

    private static final int NO_STOP = -1;
    private static final int LOGITS_OF_GENERATED = 1;

    public InstructionCounts {
        counts = Map.copyOf(counts);
        if (counts.size() != Queue.values().length) {
            throw new IllegalArgumentException("counts of " + counts.keySet());
        }
    }

    /** Instructions that are stored. */
    public static InstructionCounts stored(Program program) {
        Map<Queue, Long> counts = none();
        program.instructions().forEach(instruction -> count(counts, instruction));
        return new InstructionCounts(counts);
    }

    /**
     * Instructions that one decode step executes if it is run by itself: one token in, one out, its logits kept.
     *
     * <p>Cost: microseconds per executed instruction.
     *
     * @param position of the token; the step attends to one more
     */
    public static InstructionCounts executed(Program program, int position) {
        Map<Queue, Long> counts = none();
        ControlUnit control = new ControlUnit(new OneStep(List.of(1, 1, NO_STOP, LOGITS_OF_GENERATED, position)));
        while (!control.halted()) {
            Instruction instruction = program.instructions().get(control.next());
            count(counts, instruction);
            if (instruction.opcode().queue() == Queue.SYS) {
                control.execute(Operands.of(instruction, control.registers()));
            } else {
                control.skip();
            }
        }
        return new InstructionCounts(counts);
    }

    /** Instructions of {@code queue}. */
    public long of(Queue queue) {
        return counts.get(queue);
    }

    /** Instructions of all queues. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<Queue, Long> none() {
        Map<Queue, Long> counts = new EnumMap<>(Queue.class);
        for (Queue queue : Queue.values()) {
            counts.put(queue, 0L);
        }
        return counts;
    }

    private static void count(Map<Queue, Long> counts, Instruction instruction) {
        counts.merge(instruction.opcode().queue(), 1L, Long::sum);
    }

    /** Arguments as given, token 0 everywhere. */
    private record OneStep(List<Integer> arguments, Map<Long, Integer> written) implements ControlUnit.Host {

        OneStep(List<Integer> arguments) {
            this(arguments, new HashMap<>());
        }

        @Override
        public int argument(int index) {
            return index < arguments.size() ? arguments.get(index) : 0;
        }

        @Override
        public int token(long index) {
            return written.getOrDefault(index, 0);
        }

        @Override
        public void produce(long index, int token) {
            written.put(index, token);
        }

        @Override
        public int result() {
            return 0;
        }
    }
}
