package org.fabricast.compiler.estimate.machine;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fabricast.gen.sfu.KernelBinding;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;

/**
 * Cycles of the kernels behind instructions, from start to done, as the compiler that schedules them predicts.
 *
 * <p>Cost: the first use of a kernel schedules it; a prediction is remembered.
 */
final class KernelTimes {

    private static final String QUANTISE = "quantise";
    private static final Map<String, KernelHardware> SCHEDULED = new ConcurrentHashMap<>();

    private final int lanes;
    private final Map<Opcode, KernelBinding> bindings = new EnumMap<>(Opcode.class);
    private final Map<String, Map<List<Long>, Long>> known = new HashMap<>();

    /** For so many lanes. */
    KernelTimes(int lanes) {
        this.lanes = lanes;
        KernelBinding.all().forEach(binding -> bindings.put(binding.opcode(), binding));
    }

    /** Of an instruction of the special function unit that is not empty. */
    long misc(Operands operands) {
        KernelBinding binding = bindings.get(operands.opcode());
        Kernel kernel = KernelLibrary.get(binding.kernel());
        return cycles(kernel, kernel.args().stream().map(arg -> argument(binding, arg, operands)).toList());
    }

    /** Whether the unit counts groups before it starts the kernel. */
    boolean countsGroups(Opcode opcode) {
        return KernelLibrary.get(bindings.get(opcode).kernel()).args().stream()
                .anyMatch(arg -> arg.name().equals(KernelBinding.GROUPS));
    }

    /** Of the quantiser in front of the engine. */
    long quantise(long n, long group) {
        return cycles(KernelLibrary.get(QUANTISE), List.of(n, group, (n + group - 1) / group));
    }

    private static long argument(KernelBinding binding, Kernel.Scalar arg, Operands operands) {
        if (arg.name().equals(KernelBinding.GROUPS)) {
            return (operands.get("n") + operands.get("d") - 1) / operands.get("d");
        }
        return operands.get(binding.arguments().getOrDefault(arg.name(), arg.name()));
    }

    private long cycles(Kernel kernel, List<Long> arguments) {
        return known.computeIfAbsent(kernel.name(), name -> new HashMap<>()).computeIfAbsent(arguments, a ->
                scheduled(kernel).predictedCycles(a.stream().mapToLong(Long::longValue).toArray()).orElseThrow());
    }

    private KernelHardware scheduled(Kernel kernel) {
        return SCHEDULED.computeIfAbsent(kernel.name() + "/" + lanes, key -> KernelHls.generate(kernel, HlsOptions.lanes(lanes)));
    }
}
