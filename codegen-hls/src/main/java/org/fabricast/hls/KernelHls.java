package org.fabricast.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.optimise.Optimiser;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.rtl.FpCell;
import org.fabricast.rtl.TemplateRenderer;

/**
 * High-level synthesis: {@link Kernel} to {@link KernelHardware}.
 *
 * <p>Errors: F3101 a recurrence that does not close, F3102 what the hardware has no form for, F3103 an interval that cannot be met,
 * F3104 more stores than write ports, F3112 a period that an operator or the control does not meet.
 */
public final class KernelHls {

    private KernelHls() {
    }

    /**
     * Hardware of a kernel. Results do not depend on the options.
     *
     * @throws org.fabricast.diag.FabricastException when the kernel cannot be built like this
     */
    public static KernelHardware generate(Kernel kernel, HlsOptions options) {
        return generate(kernel, Optimiser.run(kernel), options);
    }

    /** Hardware of a kernel by way of one that computes the same. */
    static KernelHardware generate(Kernel kernel, Kernel optimised, HlsOptions options) {
        KernelChecks.require(kernel, options.lanes());
        ControlFlow flow = ControlFlowBuilder.build(optimised, options.lanes());
        LeastPeriod.of(flow).require(options.clockNs());
        Map<Resource, Integer> limits = Binding.limits(flow);
        List<BlockSchedule> schedules = new ArrayList<>();
        List<Diagnostic> findings = new ArrayList<>();
        for (Block block : flow.blocks()) {
            try {
                schedules.add(BlockSchedule.of(flow, block, options.clockNs(), limits));
            } catch (FabricastException e) {
                findings.addAll(e.diagnostics());
            }
        }
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        Binding binding = Binding.of(schedules);
        KernelEmitter emitter = new KernelEmitter(flow, schedules, binding);
        CyclePrediction prediction = CyclePrediction.of(flow, schedules);
        ModuleHeader header = new ModuleHeader(flow, schedules, binding, options);
        String text = new TemplateRenderer().render(emitter.model(header.parameters(), header.summary()));
        List<String> cells = binding.units().keySet().stream().sorted().map(FpCell::module).toList();
        return new KernelHardware(kernel, optimised, options, "kernel_" + kernel.name(), text, cells, binding.units(), emitter.memories(),
                emitter.registerBits(), ScheduleRecords.of(flow, schedules, binding), prediction);
    }
}
