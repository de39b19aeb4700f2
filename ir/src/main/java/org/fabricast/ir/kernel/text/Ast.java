package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.Pipelining;
import org.fabricast.ir.kernel.Storage;

/** Syntax tree of the kernel language; names are not resolved yet. */
final class Ast {

    private Ast() {
    }

    /** Constants, functions and kernels of a file in source order. */
    record Unit(List<Constant> constants, List<Function> functions, List<KernelDefinition> kernels) { }

    /** Function, inlined wherever it is called. */
    record Function(SourceFile.Position at, Type type, String name, List<Port> parameters, List<Statement> body) { }

    /** Kernel with its ports. */
    record KernelDefinition(SourceFile.Position at, String name, List<Port> ports, List<Statement> body) { }

    /** What a port is. */
    enum PortKind { INPUT, OUTPUT, RESULT, ARGUMENT }

    /** Parameter of a kernel or function (a function has arguments only). */
    record Port(SourceFile.Position at, PortKind kind, Type type, String name) { }

    /** Statement. */
    sealed interface Statement {
        SourceFile.Position at();
    }

    record Declare(SourceFile.Position at, Type type, String name, Expression value) implements Statement { }

    record Assign(SourceFile.Position at, String name, Expression value) implements Statement { }

    record Store(SourceFile.Position at, String name, Expression index, Expression value) implements Statement { }

    record Contribute(SourceFile.Position at, String name, Expression value) implements Statement { }

    record Write(SourceFile.Position at, String stream, Expression value) implements Statement { }

    record Rewind(SourceFile.Position at, String stream) implements Statement { }

    record Return(SourceFile.Position at, Expression value) implements Statement { }

    record Memory(SourceFile.Position at, Type type, String name, Expression depth, Layout layout) implements Statement { }

    /** What pragmas say about a memory. */
    record Layout(BigInteger banks, Storage storage) {
        static final Layout PLAIN = new Layout(BigInteger.ONE, Storage.AUTO);
    }

    record Table(SourceFile.Position at, Type type, String name, Expression length, List<Expression> entries)
            implements Statement { }

    /** Table whose entry at {@code index} is the value of a formula. */
    record ComputedTable(SourceFile.Position at, Type type, String name, Expression length, String index, Expression value)
            implements Statement { }

    /** Compile-time constant. */
    record Constant(SourceFile.Position at, Type type, String name, Expression value) implements Statement { }

    /** Selection; without else the second list is empty. */
    record If(SourceFile.Position at, Expression condition, List<Statement> then, List<Statement> otherwise)
            implements Statement { }

    record Loop(SourceFile.Position at, boolean vector, String induction, Expression bound, List<Reduce> reductions,
                Directives directives, List<Statement> body) implements Statement { }

    /** What pragmas say about a loop. */
    record Directives(Pipelining pipelining, Unroll unroll, BigInteger factor) {
        static final Directives NONE = new Directives(Pipelining.AUTO, Unroll.NONE, BigInteger.ONE);
    }

    /** How often the body of a loop is written out. */
    enum Unroll { NONE, FULL, FACTOR }

    /** Reduction of a loop; the kind is empty if its name is none. */
    record Reduce(SourceFile.Position at, Optional<Node.Reduction.Kind> kind, String kindName, BigInteger partials,
                  Type type, String name) { }

    /** Expression. */
    sealed interface Expression {
        SourceFile.Position at();
    }

    record IntegerLiteral(SourceFile.Position at, BigInteger value) implements Expression { }

    /** The number rounded to binary32 and to binary64, each once. */
    record FloatLiteral(SourceFile.Position at, float value, double precise) implements Expression { }

    record BooleanLiteral(SourceFile.Position at, boolean value) implements Expression { }

    record Name(SourceFile.Position at, String name) implements Expression { }

    record Read(SourceFile.Position at, String stream) implements Expression { }

    record Convert(SourceFile.Position at, Type type, Expression value, Mode mode) implements Expression { }

    record Call(SourceFile.Position at, String name, List<Expression> operands) implements Expression { }

    record Index(SourceFile.Position at, String name, Expression index) implements Expression { }

    record Unary(SourceFile.Position at, UnaryOperator operator, Expression value) implements Expression { }

    record Binary(SourceFile.Position at, BinaryOperator operator, Expression left, Expression right)
            implements Expression { }

    record Conditional(SourceFile.Position at, Expression condition, Expression then, Expression otherwise)
            implements Expression { }

    /** Prefix operators. */
    enum UnaryOperator {
        MINUS("-"), NOT("~"), LOGICAL_NOT("!");

        private final String symbol;

        UnaryOperator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** What the operands of an infix operator must be. */
    enum Group { ARITHMETIC, DIVISION, BITWISE, SHIFT, COMPARISON }

    /** Infix operators. */
    enum BinaryOperator {
        ADD("+", Group.ARITHMETIC), SUBTRACT("-", Group.ARITHMETIC), MULTIPLY("*", Group.ARITHMETIC),
        DIVIDE("/", Group.DIVISION), REMAINDER("%", Group.DIVISION),
        AND("&", Group.BITWISE), OR("|", Group.BITWISE), XOR("^", Group.BITWISE),
        SHIFT_LEFT("<<", Group.SHIFT), SHIFT_RIGHT(">>", Group.SHIFT),
        EQUAL("==", Group.COMPARISON), NOT_EQUAL("!=", Group.COMPARISON),
        LESS("<", Group.COMPARISON), LESS_EQUAL("<=", Group.COMPARISON),
        GREATER(">", Group.COMPARISON), GREATER_EQUAL(">=", Group.COMPARISON);

        private final String symbol;
        private final Group group;

        BinaryOperator(String symbol, Group group) {
            this.symbol = symbol;
            this.group = group;
        }

        String symbol() {
            return symbol;
        }

        Group group() {
            return group;
        }
    }
}
