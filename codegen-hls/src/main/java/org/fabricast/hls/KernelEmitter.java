package org.fabricast.hls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.rtl.FpCell;
import org.fabricast.rtl.GeneratedHeader;
import org.fabricast.rtl.kernel.FloatUnit;
import org.fabricast.rtl.kernel.InputWord;
import org.fabricast.rtl.kernel.KernelModule;
import org.fabricast.rtl.kernel.OutputQueue;

/** Puts the parts of a scheduled and bound kernel together into the model that the template prints. */
final class KernelEmitter {

    private final ControlFlow flow;
    private final List<BlockSchedule> schedules;
    private final Binding binding;
    private final Kernel kernel;
    private final Registers registers = new Registers();
    private final MemoryLayout layout;
    private final int stepBits;
    private final int stateBits;

    KernelEmitter(ControlFlow flow, List<BlockSchedule> schedules, Binding binding) {
        this.flow = flow;
        this.schedules = schedules;
        this.binding = binding;
        this.kernel = flow.kernel();
        this.stateBits = Verilog.bitsFor(flow.blocks().size() + 1);
        this.stepBits = Verilog.bitsFor(schedules.stream().mapToInt(s -> s.lastCycle() + 2).max().orElse(2));
        this.layout = new MemoryLayout(flow, schedules);
    }

    /** What the memories become. */
    List<MemoryBanks> memories() {
        return layout.all();
    }

    /** Bits of data registers, known after {@link #model}. */
    int registerBits() {
        return registers.totalBits();
    }

    KernelModule model(List<String> parameters, List<String> formula) {
        ValueNames names = new ValueNames(flow, schedules, binding);
        ConeWriter cones = new ConeWriter(flow, names);
        DatapathWriter datapath = new DatapathWriter(flow, binding, names, cones, layout, registers, kept(), stepBits);
        ControlWriter control = new ControlWriter(flow, names, stepBits);
        kernel.results().forEach(r -> registers.add("res_" + r.name() + "_q", r.type().bits()));
        for (BlockSchedule s : schedules) {
            datapath.add(s, ControlWriter.state(s.block()));
            control.add(s);
        }
        List<FloatUnit> units = units();
        List<String> declarations = declarations(units, control.masks(), datapath.wires());
        String content = declarations + "" + datapath.data() + datapath.operands() + control.control() + cones.routines()
                + parameters;
        List<String> wires = wires(control);
        wires.addAll(unused(datapath.data() + "" + datapath.operands() + control.control()));
        return new KernelModule(GeneratedHeader.of(KernelModule.class, content, parameters, formula),
                "kernel_" + kernel.name(), ports(), states(), Verilog.range(stateBits), Verilog.range(stepBits),
                ControlWriter.state(flow.blocks().getFirst()), ControlWriter.state(flow.blocks().getLast()), declarations,
                cones.routines(), wires, units, operandDefaults(units, datapath.wires()), datapath.operands(), resets(control.masks()),
                control.control(), datapath.data(), inputs(), outputs(), !datapath.operands().isEmpty());
    }

    private int lanesOf(Kernel.Stream stream) {
        return stream.lanes() ? flow.lanes() : 1;
    }

    private List<Integer> laneNumbers(Kernel.Stream stream) {
        return IntStream.range(0, lanesOf(stream)).boxed().toList();
    }

    /** Values of segments that another block uses. */
    private Set<Integer> kept() {
        Set<Integer> kept = new HashSet<>();
        for (BlockSchedule s : schedules) {
            for (Node node : s.nodes()) {
                for (int v : operands(node)) {
                    if (!s.defines(flow.resolve(v))) {
                        kept.add(flow.resolve(v));
                    }
                }
            }
            List<Node.Loop> loops = switch (s.block()) {
                case Block.Pipeline p -> List.of(p.loop());
                case Block.Enter e -> List.of(e.loop());
                case Block.Latch l -> List.of(l.loop());
                case Block.Segment g -> List.of();
                case Block.End e -> List.of();
            };
            for (Node.Loop loop : loops) {
                kept.add(flow.resolve(loop.bound()));
                loop.carried().forEach(c -> kept.addAll(List.of(flow.resolve(c.init()), flow.resolve(c.next()))));
                loop.reductions().stream().map(r -> flow.resolve(r.contribution())).filter(v -> !s.defines(v))
                        .forEach(kept::add);
            }
        }
        return kept;
    }

    private static List<Integer> operands(Node node) {
        return switch (node) {
            case Node.Op op -> op.operands();
            case Node.Write w -> List.of(w.value());
            case Node.Load l -> List.of(l.index());
            case Node.Store st -> List.of(st.index(), st.value());
            case Node.SetResult r -> List.of(r.value());
            case Node.Read r -> List.of();
            case Node.Rewind r -> List.of();
            case Node.Loop l -> List.of();
        };
    }

    private List<String> ports() {
        List<String> ports = new ArrayList<>(List.of("input  wire clk", "input  wire rst", "input  wire start",
                "output wire busy", "output wire done"));
        kernel.args().forEach(a -> ports.add("input  wire " + Verilog.range(a.type().bits()) + "arg_" + a.name()));
        kernel.results().forEach(r -> ports.add("output wire " + Verilog.range(r.type().bits()) + "res_" + r.name()));
        for (Kernel.Stream s : kernel.inputs()) {
            ports.add("input  wire s_" + s.name() + "_valid");
            ports.add("output wire s_" + s.name() + "_ready");
            laneNumbers(s).forEach(l -> ports.add("input  wire " + Verilog.range(s.type().bits()) + "s_" + s.name() + "_data_" + l));
        }
        for (Kernel.Stream s : kernel.outputs()) {
            ports.add("output wire m_" + s.name() + "_valid");
            ports.add("input  wire m_" + s.name() + "_ready");
            laneNumbers(s).forEach(l -> ports.add("output wire " + Verilog.range(s.type().bits()) + "m_" + s.name() + "_data_" + l));
            ports.add("output wire " + Verilog.range(lanesOf(s)) + "m_" + s.name() + "_mask");
        }
        List<String> separated = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            separated.add(ports.get(i) + (i + 1 < ports.size() ? "," : ""));
        }
        return separated;
    }

    private List<String> states() {
        List<String> states = new ArrayList<>();
        String type = "localparam " + Verilog.range(stateBits);
        states.add(type + "IDLE = " + Verilog.number(stateBits, 0) + ";");
        flow.blocks().forEach(b -> states.add(type + ControlWriter.state(b) + " = " + Verilog.number(stateBits, b.id()) + ";"));
        return states;
    }

    private List<FloatUnit> units() {
        List<FloatUnit> units = new ArrayList<>();
        for (FpCell cell : FpCell.values()) {
            for (int i = 0; i < binding.units().getOrDefault(cell, 0); i++) {
                units.add(new FloatUnit(cell.module(), ValueNames.unit(cell, i), cell.operandPorts()));
            }
        }
        return units;
    }

    private static FpCell cell(FloatUnit unit) {
        return List.of(FpCell.values()).stream().filter(c -> c.module().equals(unit.module())).findFirst().orElseThrow();
    }

    private List<String> operandDefaults(List<FloatUnit> units, Map<String, Integer> operandWires) {
        List<String> lines = new ArrayList<>();
        units.forEach(u -> u.operands().forEach(p -> lines.add(u.name() + "_" + p + " = " + Verilog.literal(cell(u).operandBits(), 0)
                + ";")));
        operandWires.forEach((name, bits) -> lines.add(name + " = " + Verilog.literal(bits, 0) + ";"));
        return lines;
    }

    private List<String> declarations(List<FloatUnit> units, Set<String> masks, Map<String, Integer> operandWires) {
        List<String> lines = new ArrayList<>();
        for (FloatUnit u : units) {
            u.operands().forEach(p -> lines.add("reg " + Verilog.range(cell(u).operandBits()) + u.name() + "_" + p + ";"));
            lines.add("wire " + Verilog.range(cell(u).resultBits()) + u.name() + "_z;");
        }
        operandWires.forEach((name, bits) -> lines.add("reg " + Verilog.range(bits) + name + ";"));
        masks.forEach(m -> lines.add("reg " + m + ";"));
        registers.all().forEach((name, bits) -> lines.add("reg " + Verilog.range(bits) + name + ";"));
        for (int m = 0; m < kernel.memories().size(); m++) {
            Kernel.Memory memory = kernel.memories().get(m);
            for (int bank = 0; bank < layout.banks(m); bank++) {
                for (int c = 0; c < layout.copies(m, bank); c++) {
                    lines.add(style(memory) + "reg " + Verilog.range(memory.type().bits()) + layout.name(m, bank, c) + " [0:"
                            + (layout.depth(m) - 1) + "];");
                }
            }
        }
        for (Kernel.Stream s : kernel.inputs()) {
            laneNumbers(s).forEach(l -> lines.add("reg " + Verilog.range(s.type().bits()) + s.name() + "_" + l + "_q;"));
        }
        for (Kernel.Stream s : kernel.outputs()) {
            for (String side : List.of("a", "b")) {
                laneNumbers(s).forEach(l -> lines.add("reg " + Verilog.range(s.type().bits()) + s.name() + "_" + side + "_" + l + "_q;"));
                if (s.lanes()) {
                    lines.add("reg " + Verilog.range(lanesOf(s)) + s.name() + "_" + side + "_mask_q;");
                }
            }
        }
        return lines;
    }

    /** Attribute that asks synthesis for a kind of memory. */
    private static String style(Kernel.Memory memory) {
        return switch (memory.storage()) {
            case AUTO -> "";
            case LUTRAM -> "(* ram_style = \"distributed\" *) ";
            case BRAM -> "(* ram_style = \"block\" *) ";
            case URAM -> "(* ram_style = \"ultra\" *) ";
        };
    }

    private List<String> wires(ControlWriter control) {
        List<String> lines = new ArrayList<>();
        List<String> stalls = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (int i = 0; i < kernel.inputs().size(); i++) {
            String name = kernel.inputs().get(i).name();
            lines.add("wire " + name + "_pull = " + control.pull(i) + ";");
            stalls.add("(" + name + "_pull && !" + name + "_full_q)");
        }
        for (int i = 0; i < kernel.outputs().size(); i++) {
            String name = kernel.outputs().get(i).name();
            lines.add("wire " + name + "_push = " + control.push(i) + ";");
            stalls.add("(" + name + "_push && " + name + "_count_q == 2'd2)");
            empty.add(name + "_count_q == 2'd0");
        }
        lines.add("wire stall = " + (stalls.isEmpty() ? "1'b0" : String.join(" || ", stalls)) + ";");
        lines.add("wire drained = " + (empty.isEmpty() ? "1'b1" : String.join(" && ", empty)) + ";");
        kernel.results().forEach(r -> lines.add("assign res_" + r.name() + " = res_" + r.name() + "_q;"));
        return lines;
    }

    /** A kernel may ignore an argument or the elements of a stream, or need a cycle only; the tools are told so. */
    private List<String> unused(String uses) {
        Set<String> words = new HashSet<>(List.of(uses.split("\\W+")));
        List<String> names = new ArrayList<>();
        kernel.args().forEach(a -> names.add("arg_" + a.name()));
        kernel.inputs().forEach(s -> laneNumbers(s).forEach(l -> names.add(s.name() + "_" + l + "_q")));
        names.add("step_q");
        names.removeIf(words::contains);
        for (int m = 0; m < kernel.memories().size(); m++) {
            for (int bank = 0; bank < layout.banks(m); bank++) {
                if (!layout.read(m, bank)) {
                    names.add(layout.name(m, bank, 0) + "[0]");
                }
            }
        }
        return names.isEmpty() ? List.of() : List.of("wire unused = &{1'b0, " + String.join(", ", names) + "};");
    }

    private List<String> resets(Set<String> masks) {
        List<String> lines = new ArrayList<>(List.of("step_q <= " + Verilog.number(stepBits, 0) + ";"));
        masks.forEach(m -> lines.add(m + " <= 1'b0;"));
        return lines;
    }

    private List<InputWord> inputs() {
        return kernel.inputs().stream().map(s -> new InputWord(s.name(), laneNumbers(s))).collect(Collectors.toList());
    }

    private List<OutputQueue> outputs() {
        return kernel.outputs().stream().map(s -> new OutputQueue(s.name(), laneNumbers(s), s.lanes())).toList();
    }
}
