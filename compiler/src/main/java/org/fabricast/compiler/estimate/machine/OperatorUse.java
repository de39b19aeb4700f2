package org.fabricast.compiler.estimate.machine;

import org.fabricast.ir.isa.Queue;

/**
 * What was done for an operator.
 *
 * @param name         of the operator
 * @param queue        whose unit did it
 * @param instructions executed
 * @param cycles       sum over the instructions from being taken to being done; a unit may hold several at a time
 * @param waited       cycles of these in which the engine waited for words of a ring
 * @param bytes        moved over the memory port
 */
public record OperatorUse(String name, Queue queue, long instructions, long cycles, long waited, long bytes) {

    /** Both together. */
    public OperatorUse plus(OperatorUse other) {
        return new OperatorUse(name, queue, instructions + other.instructions, cycles + other.cycles, waited + other.waited,
                bytes + other.bytes);
    }
}
