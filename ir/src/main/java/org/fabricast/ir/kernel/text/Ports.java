package org.fabricast.ir.kernel.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fabricast.ir.kernel.Kernel;

/** Streams, results, memories and tables of the kernel by name, and how streams are used. */
final class Ports {

    final List<Ast.Port> inputs = new ArrayList<>();
    final List<Ast.Port> outputs = new ArrayList<>();
    final List<Ast.Port> results = new ArrayList<>();
    final List<Kernel.Memory> memories = new ArrayList<>();
    final List<Kernel.Table> tables = new ArrayList<>();
    final Set<String> lanes = new HashSet<>();
    final Map<String, Integer> rewinds = new HashMap<>();
    boolean vector;

    int input(String name) {
        return access(inputs, name);
    }

    int output(String name) {
        return access(outputs, name);
    }

    int result(String name) {
        return results.stream().map(Ast.Port::name).toList().indexOf(name);
    }

    int memory(String name) {
        return memories.stream().map(Kernel.Memory::name).toList().indexOf(name);
    }

    /** The tables, a name that is taken by a memory or an earlier table prolonged by underscores. */
    List<Kernel.Table> distinctTables() {
        Set<String> taken = new HashSet<>(memories.stream().map(Kernel.Memory::name).toList());
        return tables.stream().map(table -> {
            String name = table.name();
            while (!taken.add(name)) {
                name += "_";
            }
            return new Kernel.Table(name, table.type(), table.entries());
        }).toList();
    }

    private int access(List<Ast.Port> list, String name) {
        if (vector) {
            lanes.add(name);
        }
        return list.stream().map(Ast.Port::name).toList().indexOf(name);
    }

    Kernel.Stream stream(Ast.Port p) {
        return new Kernel.Stream(p.name(), p.type().scalar(), lanes.contains(p.name()),
                rewinds.getOrDefault(p.name(), 0) + 1, p.type().toString());
    }
}
