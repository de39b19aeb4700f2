package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.kernel.Node;

/**
 * Accesses to banked memories, as Verilog statements. An index or value that several banks or copies take is computed once, on a
 * wire: a function called in every statement costs synthesis the square of the calls.
 */
final class MemoryWriter {

    private final DatapathWriter out;
    private final ControlFlow flow;
    private final MemoryLayout layout;
    private final ConeWriter cones;
    private final Registers registers;

    MemoryWriter(DatapathWriter out, ControlFlow flow, MemoryLayout layout, ConeWriter cones, Registers registers) {
        this.out = out;
        this.flow = flow;
        this.layout = layout;
        this.cones = cones;
        this.registers = registers;
    }

    /** The steps of a load that ends in {@code target}: one list of statements for each cycle of its latency. */
    List<List<String>> load(BlockSchedule s, int node, int lane, int step, String target) {
        Node.Load load = (Node.Load) s.nodes().get(node);
        List<Integer> met = MemoryLayout.met(flow, s.block(), load.memory(), load.index(), lane);
        Index index = index(s, node, load.memory(), load.index(), lane, step, met.size() > 1, met.size() > 1);
        if (s.problem().operations().get(node).latencyCycles() == 1) {
            if (met.size() > 1) {
                throw new AssertionError("lane " + lane + " of %" + load.result() + " chooses between banks " + met + " that lane 0 tells apart");
            }
            return List.of(List.of(target + " <= " + layout.name(load.memory(), met.getFirst(), layout.copy(s, node, lane, met.getFirst())) + "[" + index.address + "];"));
        }
        // Reading is registered in every bank before the choice, as block RAM wants it.
        String base = "v" + load.result() + "_" + lane + "_";
        List<String> reads = new ArrayList<>();
        String choice = "";
        int bankBits = Verilog.bitsFor(layout.banks(load.memory()));
        for (int bank : met.reversed()) {
            String read = registers.add(base + "b" + bank + "_q", flow.type(load.result()).bits());
            reads.add(read + " <= " + layout.name(load.memory(), bank, layout.copy(s, node, lane, bank)) + "[" + index.address
                    + "];");
            choice = choice.isEmpty() ? read : "(" + base + "bank_q == " + Verilog.number(bankBits, bank) + ") ? " + read + " : " + choice;
        }
        reads.add(registers.add(base + "bank_q", bankBits) + " <= " + index.bank + ";");
        return List.of(reads, List.of(target + " <= " + choice + ";"));
    }

    /** Writes every copy of the bank that a store meets. */
    List<String> store(BlockSchedule s, int node, int lane, int step, String guard) {
        Node.Store store = (Node.Store) s.nodes().get(node);
        List<Integer> met = MemoryLayout.met(flow, s.block(), store.memory(), store.index(), lane);
        boolean choice = met.size() > 1;
        boolean shared = choice || layout.banks(store.memory()) > 1 && layout.copies(store.memory(), met.getFirst()) > 1;
        Index index = index(s, node, store.memory(), store.index(), lane, step, choice, shared);
        String value = cones.value(s, store.value(), lane, s.cycle(node));
        if (shared) {
            value = out.wire(step, "stored_" + s.block().id() + "_" + node + "_" + lane, flow.type(store.value()).bits(), value);
        }
        List<String> lines = new ArrayList<>();
        for (int bank : met) {
            String meets = choice ? "if (" + index.bank + " == " + Verilog.number(Verilog.bitsFor(layout.banks(store.memory())), bank)
                    + ") " : "";
            for (int copy = 0; copy < layout.copies(store.memory(), bank); copy++) {
                lines.add(guard + meets + layout.name(store.memory(), bank, copy) + "[" + index.address + "] <= " + value + ";");
            }
        }
        return lines;
    }

    /** Expressions of the bank, where it is to be chosen, and of the address in it. */
    private record Index(String bank, String address) { }

    private Index index(BlockSchedule s, int node, int memory, int value, int lane, int step, boolean choice, boolean shared) {
        String index = cones.value(s, value, lane, s.cycle(node));
        int from = flow.type(value).bits();
        int bankBits = Integer.numberOfTrailingZeros(layout.banks(memory));
        int addressBits = Verilog.bitsFor(layout.depth(memory));
        String name = "index_" + s.block().id() + "_" + node + "_" + lane;
        if (choice) {
            String wire = out.wire(step, name, bankBits + addressBits, cones.low(index, from, bankBits + addressBits));
            return new Index(wire + "[" + (bankBits - 1) + ":0]", wire + "[" + (bankBits + addressBits - 1) + ":" + bankBits + "]");
        }
        String address = cones.slice(index, from, bankBits, addressBits);
        return new Index("", shared ? out.wire(step, name, addressBits, address) : address);
    }
}
