package org.fabricast.gen.sfu;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fabricast.ir.hw.FunctionSet;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Opcode;

/**
 * What an instruction of the special function unit runs.
 *
 * @param opcode    the instruction
 * @param kernel    name of the library kernel
 * @param inputs    where its input streams come from, in the kernel's order
 * @param outputs   where its output streams go, in the kernel's order
 * @param arguments field of the instruction for each scalar argument of another name; {@link #GROUPS} is worked out
 */
public record KernelBinding(Opcode opcode, String kernel, List<Input> inputs, List<Output> outputs,
                            Map<String, String> arguments) {

    /** Argument that the unit works out: ceil(n / d). */
    public static final String GROUPS = "groups";

    public KernelBinding {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        arguments = Map.copyOf(arguments);
        inputs.forEach(input -> field(opcode, input.base()));
        if (inputs.stream().map(Input::reader).distinct().count() != inputs.size()) {
            throw new IllegalArgumentException(opcode + " reads two streams through one reader");
        }
    }

    /** Read port: {@code g} of the result buffer (binary32), {@code a} of the activation buffer (binary16). */
    public enum Reader { A0, A1, G0, G1 }

    /** Order in which a stream is read; the number is that of {@code vector_reader}. */
    public enum Mode { LINEAR, WRAP, ROTATE }

    /** Writer: words at field {@code out}, or single elements at field {@code scales}. */
    public enum Output { OUT, SCALES }

    /** An input: read port, field with its base, order. */
    public record Input(Reader reader, String base, Mode mode) {
        static Input linear(Reader reader) {
            return new Input(reader, reader.name().toLowerCase(Locale.ROOT), Mode.LINEAR);
        }
    }

    /** Field of an instruction. */
    static Field field(Opcode opcode, String name) {
        return opcode.fields().stream().filter(field -> field.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(opcode + " has no field " + name));
    }

    private static KernelBinding of(Opcode opcode, String kernel, Reader... inputs) {
        return new KernelBinding(opcode, kernel, Arrays.stream(inputs).map(Input::linear).toList(),
                List.of(Output.OUT), Map.of());
    }

    /** All instructions of a unit with these functions. */
    public static List<KernelBinding> of(FunctionSet functions) {
        return all().stream().filter(binding -> binding.opcode().in(functions)).toList();
    }

    /** All instructions of units of whatever functions. */
    public static List<KernelBinding> all() {
        return List.of(
                of(Opcode.MISC_RMSNORM, "rmsnorm", Reader.A0),
                of(Opcode.MISC_SOFTMAX, "softmax", Reader.G0),
                of(Opcode.MISC_SILU_MUL, "silu_mul", Reader.G0, Reader.G1),
                new KernelBinding(Opcode.MISC_ROPE, "rope", List.of(Input.linear(Reader.G0),
                        new Input(Reader.G1, "g0", Mode.ROTATE), new Input(Reader.A0, "a0", Mode.WRAP),
                        new Input(Reader.A1, "a1", Mode.WRAP)), List.of(Output.OUT), Map.of()),
                of(Opcode.MISC_ADD, "add", Reader.G0, Reader.A0),
                of(Opcode.MISC_CAST, "cast", Reader.G0),
                new KernelBinding(Opcode.MISC_QUANTISE_KV, "quantise_kv", List.of(Input.linear(Reader.A0)),
                        List.of(Output.OUT, Output.SCALES), Map.of("group", "d")),
                new KernelBinding(Opcode.MISC_ARGMAX, "argmax", List.of(Input.linear(Reader.G0)), List.of(), Map.of()),
                of(Opcode.MISC_LAYERNORM, "layernorm_gain", Reader.A0, Reader.A1),
                of(Opcode.MISC_BIAS_ADD, "bias_add", Reader.G0, Reader.A0, Reader.A1),
                of(Opcode.MISC_BIAS_RELU, "bias_relu", Reader.G0, Reader.A0),
                of(Opcode.MISC_SUM, "residual", Reader.A0, Reader.A1));
    }
}
