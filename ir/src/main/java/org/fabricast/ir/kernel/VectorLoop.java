package org.fabricast.ir.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A vector loop, executed a block of iterations at a time and within it operator by operator. Columns are reused after
 * the last use of their value; constants and values from outside the loop keep theirs.
 */
final class VectorLoop implements Step {

    private record Uniform(int value, Column column) { }

    private final KernelState state;
    private final Node.Loop loop;
    private final Map<Integer, Column> columns = new HashMap<>();
    private final Map<Integer, Long> constants = new HashMap<>();
    private final Map<Column.Kind, Deque<Column>> free = new EnumMap<>(Column.Kind.class);
    private final List<Uniform> uniforms = new ArrayList<>();
    private final Step[] steps;
    private final Partials[] reductions;
    private final Column[] contributions;
    private long base;

    VectorLoop(KernelState state, Node.Loop loop) {
        this.state = state;
        this.loop = loop;
        for (Column.Kind kind : Column.Kind.values()) {
            free.put(kind, new ArrayDeque<>());
        }
        List<Step> prepared = new ArrayList<>();
        Map<Integer, Integer> lastUse = lastUses();
        Set<Integer> observed = observed();
        prepareInduction(prepared, lastUse);
        for (int i = 0; i < loop.body().size(); i++) {
            Node node = loop.body().get(i);
            prepare(node, prepared, observed);
            release(node, i, lastUse);
        }
        this.reductions = loop.reductions().stream()
                .map(r -> Partials.of(r, type(r.contribution()))).toArray(Partials[]::new);
        this.contributions = loop.reductions().stream().map(r -> column(r.contribution())).toArray(Column[]::new);
        this.steps = prepared.toArray(Step[]::new);
    }

    @Override
    public void run(int count) {
        long bound = state.values[loop.bound()];
        int widest = (int) Math.min(bound, Column.BLOCK);
        for (Uniform uniform : uniforms) {
            uniform.column.fill(state.values[uniform.value], widest);
        }
        for (Partials reduction : reductions) {
            reduction.clear();
        }
        for (base = 0; base < bound; base += Column.BLOCK) {
            int block = (int) Math.min(bound - base, Column.BLOCK);
            Step.runAll(steps, block);
            for (int i = 0; i < reductions.length; i++) {
                reductions[i].addAll(base, contributions[i], block);
            }
        }
        for (Partials reduction : reductions) {
            state.values[reduction.reduction().result()] = reduction.combine();
        }
    }

    private ScalarType type(int value) {
        return state.kernel.types().get(value);
    }

    /** Number of the node that uses a value last; values that a reduction takes live to the end. */
    private Map<Integer, Integer> lastUses() {
        Map<Integer, Integer> last = new HashMap<>();
        for (int i = 0; i < loop.body().size(); i++) {
            for (int operand : operands(loop.body().get(i))) {
                last.put(operand, i);
            }
        }
        loop.reductions().forEach(r -> last.put(r.contribution(), Integer.MAX_VALUE));
        return last;
    }

    /** binary32 values whose bits are seen other than by arithmetic: their NaN must be canonical at once. */
    private Set<Integer> observed() {
        Set<Integer> result = new HashSet<>();
        for (Node node : loop.body()) {
            switch (node) {
                case Node.Op n when n.opcode() == OpCode.BITCAST || n.opcode() == OpCode.SELECT ->
                        result.addAll(n.operands());
                case Node.Write n -> result.add(n.value());
                case Node.Store n -> result.add(n.value());
                case Node n -> { }
            }
        }
        return result;
    }

    private static List<Integer> operands(Node node) {
        return switch (node) {
            case Node.Op n -> n.operands();
            case Node.Write n -> List.of(n.value());
            case Node.Read n -> List.of();
            case Node.Load n -> List.of(n.index());
            case Node.Store n -> List.of(n.index(), n.value());
            case Node other -> throw new AssertionError("node in a vector loop passed the verifier");
        };
    }

    private void prepareInduction(List<Step> prepared, Map<Integer, Integer> lastUse) {
        if (lastUse.containsKey(loop.induction())) {
            int[] c = define(loop.induction()).ints();
            prepared.add(count -> {
                int first = (int) base;
                for (int i = 0; i < count; i++) {
                    c[i] = first + i;
                }
            });
        }
    }

    private void prepare(Node node, List<Step> prepared, Set<Integer> observed) {
        switch (node) {
            case Node.Op n -> {
                List<Column> operands = n.operands().stream().map(this::column).toList();
                List<ScalarType> types = n.operands().stream().map(this::type).toList();
                if (n.opcode() == OpCode.CONST) {
                    Column column = new Column(Column.Kind.of(n.type()));
                    long value = ScalarArithmetic.normalise(n.type(), n.attribute());
                    column.fill(value, Column.BLOCK);
                    columns.put(n.result(), column);
                    constants.put(n.result(), value);
                } else if (n.opcode() == OpCode.TABLE) {
                    prepared.add(ColumnMoves.table(state.tables[(int) n.attribute()], operands.getFirst(),
                            define(n.result())));
                } else {
                    long shift = n.operands().size() > 1 ? constants.getOrDefault(n.operands().get(1), -1L) : -1L;
                    prepared.addAll(ColumnOps.steps(n, types, operands, define(n.result()), shift,
                            observed.contains(n.result())));
                }
            }
            case Node.Read n -> prepared.add(ColumnMoves.read(state.inputs[n.stream()], define(n.result())));
            case Node.Write n -> prepared.add(ColumnMoves.write(state.outputs[n.stream()], column(n.value())));
            case Node.Load n -> {
                Column index = column(n.index());
                prepared.add(ColumnMoves.load(state.memories[n.memory()], index, define(n.result())));
            }
            case Node.Store n -> prepared.add(ColumnMoves.store(state.memories[n.memory()], column(n.index()),
                    column(n.value()), type(n.value())));
            case Node other -> throw new AssertionError("node in a vector loop passed the verifier");
        }
    }

    private Column define(int value) {
        Deque<Column> pool = free.get(Column.Kind.of(type(value)));
        Column column = pool.isEmpty() ? new Column(Column.Kind.of(type(value))) : pool.pop();
        columns.put(value, column);
        return column;
    }

    /** The column of an operand; a value from outside the loop gets one that is filled at the start of each run. */
    private Column column(int value) {
        return columns.computeIfAbsent(value, v -> {
            Column column = new Column(Column.Kind.of(type(v)));
            uniforms.add(new Uniform(v, column));
            return column;
        });
    }

    private void release(Node node, int place, Map<Integer, Integer> lastUse) {
        for (int operand : new HashSet<>(operands(node))) {
            boolean pinned = constants.containsKey(operand) || uniforms.stream().anyMatch(u -> u.value == operand);
            if (lastUse.get(operand) == place && !pinned) {
                free.get(Column.Kind.of(type(operand))).push(columns.get(operand));
            }
        }
    }
}
