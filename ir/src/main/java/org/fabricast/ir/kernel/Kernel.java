package org.fabricast.ir.kernel;

import java.util.List;

/**
 * A special-function kernel in typed SSA.
 *
 * @param name     lower-case identifier; the Verilog module is {@code kernel_<name>}
 * @param inputs   input streams; element type at most 32 bits
 * @param outputs  output streams
 * @param args     scalar arguments, stable while the kernel runs; value ids given by {@link Scalar#value()}
 * @param results  scalar results
 * @param memories local memories
 * @param tables   constant tables
 * @param types    type of every value, indexed by value id
 * @param body     steps in order
 */
public record Kernel(String name, List<Stream> inputs, List<Stream> outputs, List<Scalar> args, List<Result> results,
                     List<Memory> memories, List<Table> tables, List<ScalarType> types, List<Node> body) {

    public Kernel {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        args = List.copyOf(args);
        results = List.copyOf(results);
        memories = List.copyOf(memories);
        tables = List.copyOf(tables);
        types = List.copyOf(types);
        body = List.copyOf(body);
    }

    /**
     * A stream of elements.
     *
     * @param lanes    true if accessed in vector loops (a word of lanes per transfer), false if one element per transfer
     * @param passes   times an input is read from its first element on (rewinds + 1); 1 for outputs
     * @param declared the element type as the source calls it, such as {@code fx4_12}, for reports; the hardware sees
     *                 {@code type}
     */
    public record Stream(String name, ScalarType type, boolean lanes, int passes, String declared) {

        /** A stream whose source names the type of the hardware. */
        public Stream(String name, ScalarType type, boolean lanes, int passes) {
            this(name, type, lanes, passes, type.toString());
        }
    }

    /** Scalar argument and the value id that holds it. */
    public record Scalar(String name, ScalarType type, int value) { }

    /** Scalar result. */
    public record Result(String name, ScalarType type) { }

    /**
     * Local memory of {@code depth} elements, not initialised between runs.
     *
     * @param banks   cyclic banks, a power of two: element i is in bank i mod banks; 1 is one memory
     * @param storage what it is built of
     */
    public record Memory(String name, ScalarType type, int depth, int banks, Storage storage) {
        public Memory {
            if (banks < 1 || Integer.bitCount(banks) != 1) {
                throw new IllegalArgumentException("the banks of a memory are a power of two, not " + banks);
            }
        }

        /** One bank, built of what the generator chooses. */
        public Memory(String name, ScalarType type, int depth) {
            this(name, type, depth, 1, Storage.AUTO);
        }
    }

    /** Constant table, raw bits per entry. */
    public record Table(String name, ScalarType type, List<Long> entries) {
        public Table {
            entries = List.copyOf(entries);
        }
    }
}
