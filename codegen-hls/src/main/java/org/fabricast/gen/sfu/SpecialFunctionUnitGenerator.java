package org.fabricast.gen.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Field;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Queue;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.rtl.CellLibrary;
import org.fabricast.rtl.GeneratedHeader;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.sfu.SpecialFunctionKernels;
import org.fabricast.rtl.sfu.SpecialFunctionUnit;

/**
 * The special function unit of a configuration: module {@code special_function_unit}, ports as in {@code rtl-interfaces.md}.
 *
 * <p>Cost: two cycles, ceil(n / d) where groups are counted, the kernel's cycles, two more for the last word.
 */
public final class SpecialFunctionUnitGenerator {

    private static final List<String> CELLS = List.of("special_function_control", "group_counter", "vector_reader",
            "stream_fifo", "vector_writer", "element_writer");
    private static final List<Integer> SLOTS = IntStream.range(0, Opcode.SLOTS).boxed().toList();

    private final HardwareConfig config;
    private final int lanesLog2;
    private final List<KernelBinding> bindings;
    private final List<KernelHardware> hardware = new ArrayList<>();

    private SpecialFunctionUnitGenerator(HardwareConfig config) {
        this.config = config;
        bindings = KernelBinding.of(config.functions());
        lanesLog2 = log2(config.lanes());
        List<Opcode> bound = bindings.stream().map(KernelBinding::opcode).toList();
        List<Opcode> defined = Arrays.stream(Opcode.values()).filter(opcode -> opcode.queue() == Queue.MISC)
                .filter(opcode -> opcode.in(config.functions())).toList();
        if (!bound.equals(defined)) {
            throw new IllegalStateException("bindings " + bound + " are not the instructions " + defined);
        }
        for (KernelBinding binding : bindings) {
            // The control finds sizes at fixed places.
            place(binding, "n", 3);
            if (binding.opcode().fields().stream().anyMatch(field -> field.name().equals("d"))) {
                place(binding, "d", 4);
            }
            hardware.add(KernelHls.generate(KernelLibrary.get(binding.kernel()), HlsOptions.lanes(config.lanes())));
        }
    }

    private static void place(KernelBinding binding, String name, int slot) {
        Field field = KernelBinding.field(binding.opcode(), name);
        if (field.slot() != slot || field.width() != 32) {
            throw new IllegalStateException(binding.opcode() + ": field " + name + " is not operand " + slot);
        }
    }

    /** Verilog text by file name, self-contained. */
    public static SortedMap<String, String> generate(HardwareConfig config) {
        SpecialFunctionUnitGenerator generator = new SpecialFunctionUnitGenerator(config);
        SortedMap<String, String> files = new TreeMap<>();
        TemplateRenderer renderer = new TemplateRenderer();
        Stream.of(generator.unit(), generator.kernels())
                .forEach(model -> files.put(TemplateRenderer.templateName(model.getClass()) + ".v", renderer.render(model)));
        CELLS.forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        for (KernelHardware kernel : generator.hardware) {
            files.put(kernel.module() + ".v", kernel.verilog());
            kernel.cells().forEach(cell -> files.put(CellLibrary.fileName(cell), CellLibrary.verilog(cell)));
        }
        return files;
    }

    private static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }

    private static boolean inResults(KernelBinding.Reader reader) {
        return switch (reader) {
            case A0, A1 -> false;
            case G0, G1 -> true;
        };
    }

    private int dataHigh(KernelBinding.Reader reader) {
        return (inResults(reader) ? 32 : 16) * config.lanes() - 1;
    }

    private int elementBits(KernelBinding.Reader reader) {
        return log2(inResults(reader) ? config.resultElements() : config.activationElements());
    }

    private SpecialFunctionUnit unit() {
        int actBits = log2(config.activationElements());
        List<SpecialFunctionUnit.Reader> readers = Arrays.stream(KernelBinding.Reader.values())
                .map(reader -> new SpecialFunctionUnit.Reader(lower(reader), elementBits(reader) - lanesLog2 - 1,
                        dataHigh(reader), uses(reader)))
                .toList();
        String counts = bindings.stream().filter(SpecialFunctionUnitGenerator::wantsGroups)
                .map(binding -> "s_instr_code == " + code(binding)).collect(Collectors.joining(" || "));
        String content = config + "\n" + bindings;
        return new SpecialFunctionUnit(GeneratedHeader.of(SpecialFunctionUnit.class, content, parameters(), List.of(
                "One instruction at a time: the kernel of its code, from the vector buffers to the activation buffer.",
                "Latency: 2 cycles, ceil(n / d) where groups are counted, the kernel's, 2 for the last word.",
                "Reset forgets the instruction and clears the result.")), lanesLog2, config.lanes() - 1,
                actBits - lanesLog2 - 1, 16 * config.lanes() - 1, SLOTS, counts, readers,
                slice(common("out"), lanesLog2, actBits), slice(common("scales"), 0, actBits));
    }

    private List<String> parameters() {
        return List.of("lanes = " + config.lanes(), "activation buffer = " + config.activationElements() + " elements",
                "result buffer = " + config.resultElements() + " elements");
    }

    /** Place of a field that all instructions which have it agree on. */
    private Field common(String name) {
        List<Field> fields = bindings.stream().flatMap(binding -> binding.opcode().fields().stream())
                .filter(field -> field.name().equals(name)).map(field -> new Field(name, field.slot(), field.low(),
                        field.width(), name)).distinct().toList();
        if (fields.size() != 1) {
            throw new IllegalStateException("instructions disagree on the place of " + name + ": " + fields);
        }
        return fields.getFirst();
    }

    /** Bits from…to-1 of a field. */
    private static String slice(Field field, int from, int to) {
        return "operand_" + field.slot() + "[" + (field.low() + to - 1) + ":" + (field.low() + from) + "]";
    }

    private List<SpecialFunctionUnit.Use> uses(KernelBinding.Reader reader) {
        List<SpecialFunctionUnit.Use> uses = new ArrayList<>();
        for (int k = 0; k < bindings.size(); k++) {
            KernelBinding binding = bindings.get(k);
            for (int i = 0; i < binding.inputs().size(); i++) {
                KernelBinding.Input input = binding.inputs().get(i);
                if (input.reader() == reader) {
                    var stream = hardware.get(k).kernel().inputs().get(i);
                    Field base = KernelBinding.field(binding.opcode(), input.base());
                    uses.add(new SpecialFunctionUnit.Use(code(binding), binding.kernel() + ", " + stream.name(),
                            slice(base, lanesLog2, elementBits(reader)), "4'd" + stream.passes(),
                            "2'd" + input.mode().ordinal()));
                }
            }
        }
        return uses;
    }

    private SpecialFunctionKernels kernels() {
        KernelWiring wiring = new KernelWiring(config.lanes());
        List<SpecialFunctionKernels.Instance> instances = new ArrayList<>();
        for (int k = 0; k < bindings.size(); k++) {
            instances.add(wiring.instance(bindings.get(k), hardware.get(k)));
        }
        Arrays.stream(KernelBinding.Reader.values()).filter(reader -> uses(reader).isEmpty())
                .forEach(reader -> wiring.idle(lower(reader)));
        List<SpecialFunctionKernels.Source> sources = Arrays.stream(KernelBinding.Reader.values())
                .map(reader -> new SpecialFunctionKernels.Source(lower(reader), dataHigh(reader))).toList();
        List<KernelHardware> withResult = hardware.stream().filter(kernel -> !kernel.kernel().results().isEmpty()).toList();
        if (withResult.size() != 1) {
            throw new IllegalStateException("one kernel must have the unit's result");
        }
        String resultKernel = withResult.getFirst().kernel().name();
        String result = resultKernel + "_" + withResult.getFirst().kernel().results().getFirst().name();
        String content = config + "\n" + bindings + hardware.stream().map(KernelHardware::verilog).toList();
        return new SpecialFunctionKernels(GeneratedHeader.of(SpecialFunctionKernels.class, content, parameters(), List.of(
                "All kernels; the code says which one sees the streams. The others hold still.",
                "Latency and throughput are those of the kernels.", "Reset clears the kernels' control and the result.")),
                config.lanes() - 1, 16 * config.lanes() - 1, SLOTS, sources, instances, resultKernel, result,
                wiring.unused());
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String code(KernelBinding binding) {
        return "4'd" + binding.opcode().code();
    }

    private static boolean wantsGroups(KernelBinding binding) {
        return KernelLibrary.get(binding.kernel()).args().stream().anyMatch(arg -> arg.name().equals(KernelBinding.GROUPS));
    }
}
