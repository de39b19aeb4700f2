package org.fabricast.ir.kernel;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a kernel as readable SSA text; one node per line, regions indented. */
public final class KernelPrinter {

    private final Kernel kernel;
    private final StringBuilder text = new StringBuilder();

    private KernelPrinter(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The text, ended by a newline. */
    public static String print(Kernel kernel) {
        KernelPrinter printer = new KernelPrinter(kernel);
        printer.kernel();
        return printer.text.toString();
    }

    private void kernel() {
        text.append("kernel ").append(kernel.name()).append('\n');
        kernel.inputs().forEach(s -> port("in", s, s.passes() > 1 ? " passes " + s.passes() : ""));
        kernel.outputs().forEach(s -> port("out", s, ""));
        kernel.args().forEach(a -> text.append("  arg ").append(a.type()).append(' ').append(a.name()).append(" = ")
                .append('%').append(a.value()).append('\n'));
        kernel.results().forEach(r -> text.append("  result ").append(r.type()).append(' ').append(r.name()).append('\n'));
        kernel.memories().forEach(m -> text.append("  mem ").append(m.type()).append(' ').append(m.name()).append('[')
                .append(m.depth()).append(']').append(m.banks() > 1 ? " banks " + m.banks() : "")
                .append(m.storage() == Storage.AUTO ? "" : " " + m.storage().name().toLowerCase(Locale.ROOT)).append('\n'));
        kernel.tables().forEach(t -> text.append("  table ").append(t.type()).append(' ').append(t.name()).append('[')
                .append(t.entries().size()).append("]\n"));
        region(kernel.body(), "  ");
    }

    private void port(String direction, Kernel.Stream s, String passes) {
        text.append("  ").append(direction).append(' ').append(s.lanes() ? "lanes " : "scalar ").append(s.type())
                .append(' ').append(s.name()).append(passes).append('\n');
    }

    private void region(List<Node> nodes, String indent) {
        for (Node node : nodes) {
            text.append(indent);
            switch (node) {
                case Node.Op n -> define(n.result()).append(op(n));
                case Node.Read n -> define(n.result()).append("read ").append(kernel.inputs().get(n.stream()).name());
                case Node.Write n -> text.append("write ").append(kernel.outputs().get(n.stream()).name()).append(", %")
                        .append(n.value());
                case Node.Rewind n -> text.append("rewind ").append(kernel.inputs().get(n.stream()).name());
                case Node.Load n -> define(n.result()).append("load ").append(kernel.memories().get(n.memory()).name())
                        .append("[%").append(n.index()).append(']');
                case Node.Store n -> text.append("store ").append(kernel.memories().get(n.memory()).name()).append("[%")
                        .append(n.index()).append("], %").append(n.value());
                case Node.SetResult n -> text.append("result ").append(kernel.results().get(n.output()).name())
                        .append(", %").append(n.value());
                case Node.Loop n -> loop(n, indent);
            }
            text.append('\n');
        }
    }

    private StringBuilder define(int value) {
        return text.append('%').append(value).append(": ").append(kernel.types().get(value)).append(" = ");
    }

    private String op(Node.Op n) {
        String operands = n.operands().stream().map(o -> "%" + o).collect(Collectors.joining(", "));
        String name = n.opcode().name().toLowerCase(Locale.ROOT);
        return switch (n.opcode()) {
            case CONST -> name + " 0x" + Long.toHexString(n.attribute()) + number(n);
            case TABLE -> name + " " + kernel.tables().get((int) n.attribute()).name() + "[" + operands + "]";
            case FADD, FSUB, FMUL, FMA, I2F, F2I, H2F, F2H, B2F, F2B, FLT, FLE, FEQ, BITCAST, RESIZE, ADD, SUB, MUL, AND, OR,
                    XOR, SHL, SHR, EQ, NE, LT, LE, SELECT -> name + " " + operands;
        };
    }

    private static String number(Node.Op n) {
        int bits = (int) n.attribute();
        return " (" + switch (n.type().kind()) {
            case FLOAT -> n.type().bits() == 32 ? Float.intBitsToFloat(bits) : Float.float16ToFloat((short) bits);
            case BFLOAT -> Float.intBitsToFloat(bits << 16);
            case SIGNED, UNSIGNED -> "" + ScalarArithmetic.normalise(n.type(), n.attribute());
        } + ")";
    }

    private void loop(Node.Loop n, String indent) {
        text.append(n.vector() ? "vector for %" : "for %").append(n.induction()).append(" < %").append(n.bound());
        n.carried().forEach(c -> text.append(", carry %").append(c.phi()).append(" = %").append(c.init()));
        text.append(switch (n.pipelining().kind()) {
            case AUTO -> "";
            case OFF -> ", pipeline off";
            case INTERVAL -> ", pipeline interval " + n.pipelining().interval();
        }).append(" {\n");
        region(n.body(), indent + "  ");
        n.carried().forEach(c -> text.append(indent).append("  next %").append(c.phi()).append(" = %").append(c.next())
                .append('\n'));
        text.append(indent).append('}');
        n.carried().forEach(c -> text.append('\n').append(indent).append('%').append(c.result()).append(": ")
                .append(kernel.types().get(c.result())).append(" = last %").append(c.phi()));
        n.reductions().forEach(r -> text.append('\n').append(indent).append('%').append(r.result()).append(": ")
                .append(kernel.types().get(r.result())).append(" = ").append(r.kind().name().toLowerCase(Locale.ROOT))
                .append(" of %").append(r.contribution()).append(" over ").append(r.partials()).append(" partials"));
    }
}
