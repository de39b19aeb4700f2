package org.fabricast.cosim.front;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fabricast.ir.isa.ControlUnit;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Queue;

/**
 * What a program must dispatch, in program order, by the definition of its instructions.
 *
 * @param streams  per queue the instructions with registers added
 * @param tokens   words of token memory that differ from the start
 * @param executed instructions executed, HALT included
 * @param produced tokens written
 */
record ExpectedRun(Map<Queue, List<Operands>> streams, Map<Integer, Integer> tokens, long executed, int produced) {

    static ExpectedRun of(List<Instruction> program, List<Integer> arguments, Map<Integer, Integer> memory, int result) {
        Map<Integer, Integer> tokens = new TreeMap<>(memory);
        int[] produced = new int[1];
        ControlUnit control = new ControlUnit(new ControlUnit.Host() {
            @Override
            public int argument(int index) {
                return arguments.get(index);
            }

            @Override
            public int token(long index) {
                return tokens.get((int) index);
            }

            @Override
            public void produce(long index, int token) {
                tokens.put((int) index, token);
                produced[0]++;
            }

            @Override
            public int result() {
                return result;
            }
        });
        Map<Queue, List<Operands>> streams = new EnumMap<>(Queue.class);
        for (Queue queue : Queue.values()) {
            streams.put(queue, new ArrayList<>());
        }
        long executed = 0;
        while (!control.halted()) {
            Instruction instruction = program.get(control.next());
            Operands operands = Operands.of(instruction, control.registers());
            if (instruction.opcode().queue() == Queue.SYS) {
                control.execute(operands);
            } else {
                streams.get(instruction.opcode().queue()).add(operands);
                control.skip();
            }
            if (++executed > 100_000) {
                throw new IllegalArgumentException("the program does not end");
            }
        }
        return new ExpectedRun(streams, tokens, executed, produced[0]);
    }
}
