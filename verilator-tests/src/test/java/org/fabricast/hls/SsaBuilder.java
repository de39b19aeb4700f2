package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.OpCode;
import org.fabricast.ir.kernel.ScalarType;

/** Writes kernel SSA by hand, for cases the kernel language need not have. */
final class SsaBuilder {

    private final String name;
    private final List<Kernel.Stream> inputs = new ArrayList<>();
    private final List<Kernel.Stream> outputs = new ArrayList<>();
    private final List<Kernel.Scalar> args = new ArrayList<>();
    private final List<Kernel.Result> results = new ArrayList<>();
    private final List<Kernel.Memory> memories = new ArrayList<>();
    private final List<Kernel.Table> tables = new ArrayList<>();
    private final List<ScalarType> types = new ArrayList<>();
    private List<Node> region = new ArrayList<>();

    SsaBuilder(String name) {
        this.name = name;
    }

    int fresh(ScalarType type) {
        types.add(type);
        return types.size() - 1;
    }

    ScalarType type(int value) {
        return types.get(value);
    }

    int input(String stream, ScalarType type, boolean lanes) {
        inputs.add(new Kernel.Stream(stream, type, lanes, 1));
        return inputs.size() - 1;
    }

    int output(String stream, ScalarType type, boolean lanes) {
        outputs.add(new Kernel.Stream(stream, type, lanes, 1));
        return outputs.size() - 1;
    }

    int arg(String argument, ScalarType type) {
        int v = fresh(type);
        args.add(new Kernel.Scalar(argument, type, v));
        return v;
    }

    int memory(String memory, ScalarType type, int depth) {
        memories.add(new Kernel.Memory(memory, type, depth));
        return memories.size() - 1;
    }

    int table(String table, ScalarType type, List<Long> entries) {
        tables.add(new Kernel.Table(table, type, entries));
        return tables.size() - 1;
    }

    void result(String result, ScalarType type, int value) {
        results.add(new Kernel.Result(result, type));
        region.add(new Node.SetResult(results.size() - 1, value));
    }

    int constant(ScalarType type, long bits) {
        int v = fresh(type);
        region.add(new Node.Op(v, OpCode.CONST, type, List.of(), bits));
        return v;
    }

    int op(OpCode opcode, ScalarType type, Integer... operands) {
        int v = fresh(type);
        region.add(new Node.Op(v, opcode, type, List.of(operands), 0));
        return v;
    }

    int lookup(int table, int index) {
        ScalarType type = tables.get(table).type();
        int v = fresh(type);
        region.add(new Node.Op(v, OpCode.TABLE, type, List.of(index), table));
        return v;
    }

    int read(int stream) {
        int v = fresh(inputs.get(stream).type());
        region.add(new Node.Read(v, stream));
        return v;
    }

    void write(int stream, int value) {
        region.add(new Node.Write(stream, value));
    }

    int load(int memory, int index) {
        int v = fresh(memories.get(memory).type());
        region.add(new Node.Load(v, memory, index));
        return v;
    }

    void store(int memory, int index, int value) {
        region.add(new Node.Store(memory, index, value));
    }

    /** A loop that carries nothing. */
    void loop(int bound, boolean vector, Consumer<Integer> body) {
        carrying(bound, vector, List.of(), List.of(), body);
    }

    /** A loop; carried and reduced values are listed by its body. */
    void carrying(int bound, boolean vector, List<Node.Carried> carried, List<Node.Reduction> reductions, Consumer<Integer> body) {
        int induction = fresh(ScalarType.U32);
        List<Node> outer = region;
        region = new ArrayList<>();
        body.accept(induction);
        List<Node> inner = region;
        region = outer;
        region.add(new Node.Loop(induction, bound, vector, carried, reductions, inner));
    }

    Kernel build() {
        return new Kernel(name, inputs, outputs, args, results, memories, tables, types, region);
    }
}
