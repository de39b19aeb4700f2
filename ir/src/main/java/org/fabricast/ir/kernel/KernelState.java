package org.fabricast.ir.kernel;

import java.util.List;

/** Everything a run of a kernel reads and writes. Values, memories and tables are in normal form. */
final class KernelState {

    final Kernel kernel;
    final long[] values;
    final Cursor[] inputs;
    final Cursor[] outputs;
    final long[][] memories;
    final long[][] tables;
    final int[] results;

    KernelState(Kernel kernel) {
        this.kernel = kernel;
        this.values = new long[kernel.types().size()];
        this.inputs = cursors(kernel, kernel.inputs());
        this.outputs = cursors(kernel, kernel.outputs());
        this.memories = kernel.memories().stream().map(m -> new long[m.depth()]).toArray(long[][]::new);
        this.tables = kernel.tables().stream().map(t -> t.entries().stream()
                .mapToLong(e -> ScalarArithmetic.normalise(t.type(), e)).toArray()).toArray(long[][]::new);
        this.results = new int[kernel.results().size()];
    }

    private static Cursor[] cursors(Kernel kernel, List<Kernel.Stream> streams) {
        return streams.stream().map(s -> new Cursor(kernel.name(), s)).toArray(Cursor[]::new);
    }

    int index(int memory, int value) {
        long index = values[value];
        int depth = memories[memory].length;
        if (index >= depth) {
            throw new IllegalArgumentException("kernel " + kernel.name() + ": index " + index + " outside memory "
                    + kernel.memories().get(memory).name() + " of depth " + depth);
        }
        return (int) index;
    }

    /** A stream and the place in it. */
    static final class Cursor {
        private static final int[] CLOSED = new int[0];

        final Kernel.Stream stream;
        private final String kernel;
        int[] data = CLOSED;
        int position;

        Cursor(String kernel, Kernel.Stream stream) {
            this.kernel = kernel;
            this.stream = stream;
        }

        void open(int[] elements) {
            data = elements;
            position = 0;
        }

        void close() {
            data = CLOSED;
        }

        /** Moves on by some elements; the position before. */
        int advance(int count) {
            int start = position;
            if (count > data.length - start) {
                throw new IllegalArgumentException("kernel " + kernel + ": stream " + stream.name() + " has "
                        + data.length + " elements, element " + data.length + " is accessed");
            }
            position = start + count;
            return start;
        }
    }
}
