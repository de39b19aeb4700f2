package org.fabricast.ir.kernel;

import java.util.List;

/**
 * One step of a kernel region, executed in order. Values are numbered; each id is defined once, by the node that carries
 * it as {@code result} (or as induction, phi or reduction result of a loop), and is visible in the rest of its region and
 * in regions nested there.
 */
public sealed interface Node {

    /** result = opcode(operands); {@code attribute} holds the raw bits of CONST or the table number of TABLE. */
    record Op(int result, OpCode opcode, ScalarType type, List<Integer> operands, long attribute) implements Node {
        public Op {
            operands = List.copyOf(operands);
            if (operands.size() != opcode.operands()) {
                throw new IllegalArgumentException(opcode + " takes " + opcode.operands() + " operands");
            }
        }
    }

    /** result = next element of input stream {@code stream} (index into {@link Kernel#inputs()}). */
    record Read(int result, int stream) implements Node { }

    /** Appends value to output stream {@code stream} (index into {@link Kernel#outputs()}). */
    record Write(int stream, int value) implements Node { }

    /** Input stream {@code stream} starts again at its first element. Only between top-level loops. */
    record Rewind(int stream) implements Node { }

    /** result = memory[index]. */
    record Load(int result, int memory, int index) implements Node { }

    /** memory[index] = value. */
    record Store(int memory, int index, int value) implements Node { }

    /** Scalar result number {@code output} of the kernel becomes value. */
    record SetResult(int output, int value) implements Node { }

    /**
     * for induction in 0..bound-1. An innermost loop is pipelined. A {@code vector} loop has no carried values: its
     * iterations are independent but for reductions, so the hardware takes several per cycle (lanes); streams it
     * accesses move a word of lanes at a time.
     *
     * @param induction  u32 iteration number
     * @param bound      u32 value, trip count
     * @param pipelining how its hardware is pipelined; the values do not depend on it
     */
    record Loop(int induction, int bound, boolean vector, Pipelining pipelining, List<Carried> carried,
                List<Reduction> reductions, List<Node> body) implements Node {
        public Loop {
            carried = List.copyOf(carried);
            reductions = List.copyOf(reductions);
            body = List.copyOf(body);
            if (vector && !carried.isEmpty()) {
                throw new IllegalArgumentException("a vector loop cannot carry values");
            }
        }

        /** A loop that leaves its pipelining to the scheduler. */
        public Loop(int induction, int bound, boolean vector, List<Carried> carried, List<Reduction> reductions,
                    List<Node> body) {
            this(induction, bound, vector, Pipelining.AUTO, carried, reductions, body);
        }
    }

    /** phi is init in the first iteration, then next of the iteration before; result is the last next (or init). */
    record Carried(int phi, int init, int next, int result) { }

    /**
     * result = reduction of contribution over all iterations with {@code partials} partial results: iteration i goes to
     * partial i mod partials (all start at the identity: +0.0, or the least/greatest value of the type); at the end
     * partial j takes partial j + s for s = partials/2, partials/4, … 1, and partial 0 is the result.
     *
     * @param partials a power of two
     */
    record Reduction(int result, int contribution, Kind kind, int partials) {

        /** SUM adds binary32; MAX and MIN compare integers. */
        public enum Kind { SUM, MAX, MIN }

        public Reduction {
            if (Integer.bitCount(partials) != 1) {
                throw new IllegalArgumentException("partials must be a power of two: " + partials);
            }
        }
    }
}
