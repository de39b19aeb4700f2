package org.fabricast.compiler.lower;

import java.util.List;
import java.util.Map;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * How much of an on-chip buffer a program uses.
 *
 * @param buffer   name for users
 * @param unit     what is counted
 * @param used     highest address used, plus one
 * @param capacity of the configuration
 */
public record BufferUse(String buffer, String unit, int used, int capacity) {

    /** Use of every addressed buffer. Errors: F4001 as lowering itself. */
    public static List<BufferUse> of(FusedModel model, HardwareConfig config, int group) {
        VectorPlan plan = VectorPlan.of(new DecodeShape(model, config, group));
        return List.of(
                new BufferUse("activation", "binary16 elements", end(plan.activations()), config.activationElements()),
                new BufferUse("result", "binary32 elements", end(plan.results()), config.resultElements()),
                new BufferUse("input", "words", end(plan.inputs()), config.inputWords()),
                new BufferUse("input_scale", "scales", end(plan.scales()), config.inputScales()));
    }

    private static int end(Map<String, Range> ranges) {
        return ranges.values().stream().mapToInt(range -> range.from() + range.length()).max().orElse(0);
    }
}
