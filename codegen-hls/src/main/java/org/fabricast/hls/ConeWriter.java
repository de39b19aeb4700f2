package org.fabricast.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.kernel.Routine;

/**
 * Integer operators chained within a cycle become one Verilog function per value that leaves the chain. A function costs
 * a simulator nothing while the clocked statement that calls it is disabled, and all lanes share its text.
 */
final class ConeWriter {

    private final ControlFlow flow;
    private final ValueNames names;
    private final Map<String, Routine> routines = new LinkedHashMap<>();
    private final Map<Integer, List<Integer>> parameters = new LinkedHashMap<>();

    ConeWriter(ControlFlow flow, ValueNames names) {
        this.flow = flow;
        this.names = names;
    }

    /** Functions used so far, callees before callers. */
    List<Routine> routines() {
        return List.copyOf(routines.values());
    }

    /** Expression of a value in a cycle of a block: a name, a constant or the call of a function. */
    String value(BlockSchedule s, int value, int lane, int cycle) {
        int v = flow.resolve(value);
        boolean here = s.defines(v) && s.defined().get(v) == cycle && names.combinational(s, v);
        return here ? compute(s, v, lane) : names.leaf(s, value, lane, cycle);
    }

    /** Call that computes the operator that defines {@code value}, in the cycle in which it starts. */
    String compute(BlockSchedule s, int value, int lane) {
        int cycle = s.cycle(names.operation(value));
        List<Integer> inputs = parameters.computeIfAbsent(value, v -> write(s, v, cycle));
        if (inputs.isEmpty()) {
            return "f" + value + "(1'b0)";
        }
        return "f" + value + "(" + inputs.stream().map(i -> names.leaf(s, i, lane, cycle)).collect(Collectors.joining(", "))
                + ")";
    }

    /** The low bits of an expression, zero-extended when it is narrower. */
    String low(String expression, int from, int to) {
        return slice(expression, from, 0, to);
    }

    /** {@code to} bits of an expression of {@code from} bits, beginning at bit {@code first}; zero where it has none. */
    String slice(String expression, int from, int first, int to) {
        int there = Math.min(to, from - first);
        if (there <= 0) {
            return Verilog.literal(to, 0);
        }
        if (there < to) {
            return "{" + Verilog.literal(to - there, 0) + ", " + slice(expression, from, first, there) + "}";
        }
        if (from == to) {
            return expression;
        }
        String name = first == 0 ? "low_" + from + "_" + to : "slice_" + from + "_" + first + "_" + to;
        routines.computeIfAbsent(name, n -> {
            List<String> unused = new ArrayList<>();
            String parts = n;
            if (from > first + to) {
                unused.add(Verilog.range(from - first - to) + "unused_high");
                parts = "unused_high, " + parts;
            }
            if (first > 0) {
                unused.add(Verilog.range(first) + "unused_low");
                parts = parts + ", unused_low";
            }
            return new Routine(Verilog.range(to), n, List.of(Verilog.range(from) + "x"), unused, List.of("{" + parts + "} = x;"));
        });
        return name + "(" + expression + ")";
    }

    /** Call that yields the greater or lesser of two values. */
    String extreme(Node.Reduction r, String a, String b) {
        ScalarType type = flow.type(r.contribution());
        boolean max = r.kind() == Node.Reduction.Kind.MAX;
        String name = (max ? "max_" : "min_") + type;
        String range = Verilog.range(type.bits());
        String less = max ? less(type, "a", "b", "<") : less(type, "b", "a", "<");
        routines.computeIfAbsent(name, n -> new Routine(range, n, List.of(range + "a", range + "b"), List.of(),
                List.of(n + " = " + less + " ? b : a;")));
        return name + "(" + a + ", " + b + ")";
    }

    private static String less(ScalarType type, String a, String b, String relation) {
        return type.kind() == ScalarType.Kind.SIGNED ? "($signed(" + a + ") " + relation + " $signed(" + b + "))"
                : "(" + a + " " + relation + " " + b + ")";
    }

    /** Writes the function of a value; returns the values that are its parameters. */
    private List<Integer> write(BlockSchedule s, int root, int cycle) {
        Set<Integer> inside = new LinkedHashSet<>();
        Map<Integer, String> inputs = new LinkedHashMap<>();
        collect(s, root, cycle, inside, inputs);
        String name = "f" + root;
        List<String> declared = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        inputs.forEach((value, range) -> {
            declared.add(range + "v" + value);
            order.add(value);
        });
        if (declared.isEmpty()) {
            declared.add("unused");
        }
        List<String> locals = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        for (int v : inside) {
            Node.Op op = (Node.Op) s.nodes().get(names.operation(v));
            if (v != root) {
                locals.add(Verilog.range(op.type().bits()) + "v" + v);
            }
            statements.add((v == root ? name : "v" + v) + " = " + expression(op) + ";");
        }
        routines.put(name, new Routine(Verilog.range(flow.type(root).bits()), name, declared, locals, statements));
        return order;
    }

    private void collect(BlockSchedule s, int value, int cycle, Set<Integer> inside, Map<Integer, String> inputs) {
        Node.Op op = (Node.Op) s.nodes().get(names.operation(value));
        for (int operand : op.operands()) {
            int v = flow.resolve(operand);
            if (flow.constant(v).isPresent()) {
                continue;
            }
            if (names.combinational(s, v) && s.defined().get(v) == cycle) {
                if (!inside.contains(v)) {
                    collect(s, v, cycle, inside, inputs);
                }
            } else {
                inputs.putIfAbsent(v, Verilog.range(flow.type(v).bits()));
            }
        }
        inside.add(value);
    }

    private String operand(int value) {
        int v = flow.resolve(value);
        return flow.constant(v).isPresent() ? Verilog.literal(flow.type(value).bits(), flow.constant(v).getAsLong()) : "v" + v;
    }

    private String expression(Node.Op op) {
        List<String> x = op.operands().stream().map(this::operand).toList();
        ScalarType type = op.operands().isEmpty() ? op.type() : flow.type(op.operands().getFirst());
        return switch (op.opcode()) {
            case ADD -> x.get(0) + " + " + x.get(1);
            case SUB -> x.get(0) + " - " + x.get(1);
            case MUL -> x.get(0) + " * " + x.get(1);
            case AND -> x.get(0) + " & " + x.get(1);
            case OR -> x.get(0) + " | " + x.get(1);
            case XOR -> x.get(0) + " ^ " + x.get(1);
            case SHL -> x.get(0) + " << " + x.get(1);
            case SHR -> type.kind() == ScalarType.Kind.SIGNED ? "$signed(" + x.get(0) + ") >>> " + x.get(1)
                    : x.get(0) + " >> " + x.get(1);
            case EQ -> "(" + x.get(0) + " == " + x.get(1) + ")";
            case NE -> "(" + x.get(0) + " != " + x.get(1) + ")";
            case LT -> less(type, x.get(0), x.get(1), "<");
            case LE -> less(type, x.get(0), x.get(1), "<=");
            case SELECT -> x.get(0) + " ? " + x.get(1) + " : " + x.get(2);
            case RESIZE -> resize(x.getFirst(), type, op.type().bits());
            case TABLE -> table((int) op.attribute(), x.getFirst(), type.bits());
            case FLT, FLE, FEQ -> FloatCompare.of(op.opcode()).call(type.bits(), x.get(0), x.get(1), routines);
            case CONST, BITCAST, FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B ->
                    throw new AssertionError(op.opcode() + " is no gate logic");
        };
    }

    private String resize(String x, ScalarType from, int to) {
        int more = to - from.bits();
        if (more <= 0 || from.kind() != ScalarType.Kind.SIGNED) {
            return low(x, from.bits(), to);
        }
        String sign = from.bits() == 1 ? x : x + "[" + (from.bits() - 1) + "]";
        return "{{" + more + "{" + sign + "}}, " + x + "}";
    }

    private String table(int number, String index, int bits) {
        Kernel.Table table = flow.kernel().tables().get(number);
        int indexBits = Verilog.bitsFor(table.entries().size());
        String name = "table_" + table.name();
        String index2 = low(index, bits, indexBits);
        routines.computeIfAbsent(name, n -> {
            List<String> statements = new ArrayList<>();
            statements.add("case (index)");
            for (int i = 0; i < table.entries().size(); i++) {
                statements.add("  " + Verilog.number(indexBits, i) + ": " + n + " = "
                        + Verilog.literal(table.type().bits(), table.entries().get(i)) + ";");
            }
            statements.add("  default: " + n + " = " + Verilog.literal(table.type().bits(), 0) + ";");
            statements.add("endcase");
            return new Routine(Verilog.range(table.type().bits()), n, List.of(Verilog.range(indexBits) + "index"), List.of(),
                    statements);
        });
        return name + "(" + index2 + ")";
    }
}
