package org.fabricast.ir.kernel.text;

import java.util.Optional;

/** What a name stands for. */
sealed interface Symbol {

    /** How a message calls it. */
    String noun();

    /** A value; {@code assignable} if it was declared by a statement, {@code loop} the one around its declaration. */
    record Value(Type type, boolean assignable, Optional<Ast.Loop> loop) implements Symbol {
        @Override
        public String noun() {
            return "a value of type " + type;
        }
    }

    /** A compile-time constant with the raw bits of its type. */
    record Constant(Type type, long raw) implements Symbol {
        @Override
        public String noun() {
            return "a constant of type " + type;
        }
    }

    /** The iteration number of a loop. */
    record Induction(Ast.Loop of) implements Symbol {
        @Override
        public String noun() {
            return "an iteration number";
        }
    }

    /** A reduction inside its loop, open for its contribution. */
    record Contribution(Type type, Ast.Loop loop) implements Symbol {
        @Override
        public String noun() {
            return "a reduction, which has a value after its loop only";
        }
    }

    /** A stream of a kernel. */
    record Stream(Type type, boolean input) implements Symbol {
        @Override
        public String noun() {
            return input ? "an input stream" : "an output stream";
        }
    }

    /** A scalar result of a kernel. */
    record Result(Type type) implements Symbol {
        @Override
        public String noun() {
            return "a result";
        }
    }

    /** A local memory. */
    record Memory(Type type) implements Symbol {
        @Override
        public String noun() {
            return "a memory";
        }
    }

    /** A constant table. */
    record Table(Type type) implements Symbol {
        @Override
        public String noun() {
            return "a table";
        }
    }
}
