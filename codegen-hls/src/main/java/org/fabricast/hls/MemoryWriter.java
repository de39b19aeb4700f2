package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.kernel.Node;

/** Accesses to banked memories, as Verilog statements. */
final class MemoryWriter {

    private final ControlFlow flow;
    private final MemoryLayout layout;
    private final ConeWriter cones;
    private final Registers registers;

    MemoryWriter(ControlFlow flow, MemoryLayout layout, ConeWriter cones, Registers registers) {
        this.flow = flow;
        this.layout = layout;
        this.cones = cones;
        this.registers = registers;
    }

    /** The steps of a load that ends in {@code target}: one statement list per cycle of its latency. */
    List<List<String>> load(BlockSchedule s, int node, int lane, String target) {
        Node.Load load = (Node.Load) s.nodes().get(node);
        List<Integer> met = MemoryLayout.met(flow, s.block(), load.memory(), load.index(), lane);
        String index = cones.value(s, load.index(), lane, s.cycle(node));
        int copy = layout.copy(s, node, lane);
        if (s.problem().operations().get(node).latencyCycles() == 1) {
            return List.of(List.of(target + " <= " + element(load, met.getFirst(), copy, index) + ";"));
        }
        // Reading is registered in every bank before the choice, as block RAM wants it.
        String base = "v" + load.result() + "_" + lane + "_";
        List<String> reads = new ArrayList<>();
        String choice = "";
        int bankBits = Verilog.bitsFor(layout.banks(load.memory()));
        for (int bank : met.reversed()) {
            String out = registers.add(base + "b" + bank + "_q", flow.type(load.result()).bits());
            reads.add(out + " <= " + element(load, bank, copy, index) + ";");
            choice = choice.isEmpty() ? out : "(" + base + "bank_q == " + Verilog.number(bankBits, bank) + ") ? " + out + " : " + choice;
        }
        if (met.size() > 1) {
            reads.add(registers.add(base + "bank_q", bankBits) + " <= " + bank(load.memory(), load.index(), index) + ";");
        }
        return List.of(reads, List.of(target + " <= " + choice + ";"));
    }

    /** Writes every copy of the bank that a store meets. */
    List<String> store(BlockSchedule s, Node.Store store, int lane, int cycle, String guard) {
        List<Integer> met = MemoryLayout.met(flow, s.block(), store.memory(), store.index(), lane);
        String index = cones.value(s, store.index(), lane, cycle);
        String value = cones.value(s, store.value(), lane, cycle);
        List<String> lines = new ArrayList<>();
        for (int bank : met) {
            String meets = met.size() == 1 ? "" : "if (" + bank(store.memory(), store.index(), index) + " == "
                    + Verilog.number(Verilog.bitsFor(layout.banks(store.memory())), bank) + ") ";
            for (int copy = 0; copy < layout.copies(store.memory()); copy++) {
                lines.add(guard + meets + layout.name(store.memory(), bank, copy) + "["
                        + address(store.memory(), store.index(), index) + "] <= " + value + ";");
            }
        }
        return lines;
    }

    private String element(Node.Load load, int bank, int copy, String index) {
        return layout.name(load.memory(), bank, copy) + "[" + address(load.memory(), load.index(), index) + "]";
    }

    private String address(int memory, int indexValue, String index) {
        return cones.slice(index, flow.type(indexValue).bits(), Integer.numberOfTrailingZeros(layout.banks(memory)),
                Verilog.bitsFor(layout.depth(memory)));
    }

    private String bank(int memory, int indexValue, String index) {
        return cones.slice(index, flow.type(indexValue).bits(), 0, Verilog.bitsFor(layout.banks(memory)));
    }
}
