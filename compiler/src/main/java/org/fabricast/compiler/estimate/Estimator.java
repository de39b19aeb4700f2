package org.fabricast.compiler.estimate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fabricast.compiler.estimate.machine.MachineRun;
import org.fabricast.compiler.estimate.machine.OperatorUse;
import org.fabricast.compiler.estimate.machine.Start;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.WeightImage;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.Program;

/**
 * Runs a program through the cycle model.
 *
 * @param program to be run
 * @param config  sizes of the core
 * @param memory  clock and memory of the core
 * @param image   whose matrices the program multiplies with
 * @param context most positions of the program
 */
public record Estimator(Program program, HardwareConfig config, BoardMemory memory, WeightImage image, int context) {

    /**
     * Estimates a phase. A decode step is the second of two in one start, so that instructions are in their cache as far as they
     * fit; at the first position there is none before it. A prompt is read from the first position on, its start included.
     *
     * <p>Errors: F1001 more positions than the program has.
     *
     * @param positions decode: attended to, the new one included; prefill: tokens of the prompt
     */
    public Estimate estimate(Phase phase, int positions) {
        if (positions < 1 || positions > context) {
            throw new FabricastException(ErrorCode.F1001, "--context", "1 to " + context + ", the context of the model",
                    String.valueOf(positions), "");
        }
        Function<Operands, String> names = new OperatorNames(image);
        return switch (phase) {
            case DECODE -> {
                int before = positions == 1 ? 0 : 1;
                Start start = new Start(1, 1 + before, positions - 1 - before);
                MachineRun run = MachineRun.of(program, config, memory.rate(), start, names);
                yield new Estimate(phase, positions, 1, memory, run.steps().get(before), run.operators().get(before));
            }
            case PREFILL -> {
                MachineRun run = MachineRun.of(program, config, memory.rate(), new Start(positions, 0, 0), names);
                yield new Estimate(phase, positions, positions, memory, run.totals(), sum(run.operators()));
            }
        };
    }

    private static List<OperatorUse> sum(List<List<OperatorUse>> steps) {
        Map<String, OperatorUse> sums = new LinkedHashMap<>();
        steps.forEach(step -> step.forEach(use -> sums.merge(use.name(), use, OperatorUse::plus)));
        return new ArrayList<>(sums.values());
    }
}
