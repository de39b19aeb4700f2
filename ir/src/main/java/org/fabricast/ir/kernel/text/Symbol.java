package org.fabricast.ir.kernel.text;

import java.util.Optional;
import org.fabricast.ir.kernel.ScalarType;

/** What a name stands for. */
sealed interface Symbol {

    /** How a message calls it. */
    String noun();

    /** A value; {@code assignable} if it was declared by a statement. */
    record Value(ScalarType type, boolean assignable, Optional<Ast.Loop> loop) implements Symbol {
        @Override
        public String noun() {
            return "a value of type " + type;
        }
    }

    /** A reduction inside its loop, open for its contribution. */
    record Contribution(ScalarType type, Ast.Loop loop) implements Symbol {
        @Override
        public String noun() {
            return "a reduction, which has a value after its loop only";
        }
    }

    /** A stream of a kernel. */
    record Stream(ScalarType type, boolean input) implements Symbol {
        @Override
        public String noun() {
            return input ? "an input stream" : "an output stream";
        }
    }

    /** A scalar result of a kernel. */
    record Result(ScalarType type) implements Symbol {
        @Override
        public String noun() {
            return "a result";
        }
    }

    /** A local memory. */
    record Memory(ScalarType type) implements Symbol {
        @Override
        public String noun() {
            return "a memory";
        }
    }

    /** A constant table. */
    record Table(ScalarType type) implements Symbol {
        @Override
        public String noun() {
            return "a table";
        }
    }
}
