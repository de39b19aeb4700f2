package org.fabricast.gen.sfu;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fabricast.hls.KernelHardware;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.rtl.sfu.SpecialFunctionKernels;

/** Connects a kernel's ports to the unit's streams and operands. */
final class KernelWiring {

    private static final int OUT_BITS = 16;

    private final int lanes;
    private final List<String> unused = new ArrayList<>();

    KernelWiring(int lanes) {
        this.lanes = lanes;
    }

    /** Wires of all kernels so far that nobody reads. */
    List<String> unused() {
        return unused;
    }

    /** A reader that no kernel of the unit has an input from. */
    void idle(String reader) {
        unused.add(reader + "_valid");
        unused.add(reader + "_data");
    }

    SpecialFunctionKernels.Instance instance(KernelBinding binding, KernelHardware hardware) {
        Kernel kernel = hardware.kernel();
        if (kernel.inputs().size() != binding.inputs().size() || kernel.outputs().size() != binding.outputs().size()) {
            throw new IllegalStateException("kernel " + kernel.name() + " has other streams than " + binding);
        }
        String name = kernel.name();
        String active = "code == " + SpecialFunctionUnitGenerator.code(binding);
        List<String> wires = new ArrayList<>(List.of(name + "_busy", name + "_done"));
        List<String> connections = new ArrayList<>(List.of(port("busy", name + "_busy")));
        List<String> choices = new ArrayList<>();
        unused.add(name + "_busy");
        for (Kernel.Scalar arg : kernel.args()) {
            connections.add(port("arg_" + arg.name(), argument(binding, arg)));
        }
        for (Kernel.Result result : kernel.results()) {
            String wire = name + "_" + result.name();
            wires.add(range(result.type().bits()) + wire);
            connections.add(port("res_" + result.name(), wire));
        }
        for (int i = 0; i < kernel.inputs().size(); i++) {
            Kernel.Stream stream = kernel.inputs().get(i);
            String reader = SpecialFunctionUnitGenerator.lower(binding.inputs().get(i).reader());
            String wire = name + "_" + stream.name();
            wires.add(wire + "_ready");
            connections.add(port("s_" + stream.name() + "_valid", reader + "_valid && " + active));
            connections.add(port("s_" + stream.name() + "_ready", wire + "_ready"));
            int bits = stream.type().bits();
            for (int lane = 0; lane < lanes; lane++) {
                connections.add(port("s_" + stream.name() + "_data_" + lane,
                        reader + "_data[" + (bits * lane + bits - 1) + ":" + bits * lane + "]"));
            }
            choices.add(reader + "_ready = " + wire + "_ready");
        }
        for (int o = 0; o < kernel.outputs().size(); o++) {
            output(name, kernel.outputs().get(o), binding.outputs().get(o), active, wires, connections, choices);
        }
        return new SpecialFunctionKernels.Instance(name, hardware.module(), SpecialFunctionUnitGenerator.code(binding), wires,
                connections, choices);
    }

    private void output(String kernel, Kernel.Stream stream, KernelBinding.Output to, String active, List<String> wires,
            List<String> connections, List<String> choices) {
        String wire = kernel + "_" + stream.name();
        String port = "m_" + stream.name();
        String writer = SpecialFunctionUnitGenerator.lower(to);
        int bits = stream.type().bits();
        int width = stream.lanes() ? lanes : 1;
        wires.add(wire + "_valid");
        wires.add(range(width) + wire + "_mask");
        connections.add(port(port + "_valid", wire + "_valid"));
        connections.add(port(port + "_ready", writer + "_ready && " + active));
        connections.add(port(port + "_mask", wire + "_mask"));
        for (int lane = 0; lane < width; lane++) {
            wires.add(range(bits) + wire + "_" + lane);
            connections.add(port(port + "_data_" + lane, wire + "_" + lane));
        }
        choices.add(writer + "_valid = " + wire + "_valid");
        switch (to) {
            case OUT -> {
                choices.add("out_mask = " + wire + "_mask");
                choices.add("out_data = " + IntStream.range(0, width)
                        .mapToObj(lane -> extended(wire + "_" + (width - 1 - lane), bits))
                        .collect(Collectors.joining(", ", "{", "}")));
            }
            case SCALES -> {
                unused.add(wire + "_mask");
                choices.add("scales_data = " + extended(wire + "_0", bits));
            }
        }
    }

    /** Sign-extended to an element of the activation buffer. */
    private static String extended(String wire, int bits) {
        return bits == OUT_BITS ? wire : "{" + (OUT_BITS - bits) + "{" + wire + "[" + (bits - 1) + "]}}, " + wire;
    }

    private static String argument(KernelBinding binding, Kernel.Scalar arg) {
        if (arg.name().equals(KernelBinding.GROUPS)) {
            return KernelBinding.GROUPS;
        }
        Field field = KernelBinding.field(binding.opcode(), binding.arguments().getOrDefault(arg.name(), arg.name()));
        if (field.width() != arg.type().bits()) {
            throw new IllegalStateException(binding.opcode() + ": argument " + arg.name() + " has another width than its field");
        }
        return "operand_" + field.slot() + (field.width() == 32 ? "" : "[" + (field.low() + field.width() - 1) + ":"
                + field.low() + "]");
    }

    private static String port(String port, String wire) {
        return "." + port + "(" + wire + ")";
    }

    private static String range(int bits) {
        return "[" + (bits - 1) + ":0] ";
    }
}
