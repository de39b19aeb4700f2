package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.hls.optimise.Optimiser;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;

/** Registers of whole kernels with the list schedules of their pipelines and with the linear program's. */
class LeastRegistersTest {

    private static final int LANES = 4;
    /** Long float pipelines with values that may wait on either side of an operation: doing nothing must not pass. */
    private static final List<String> GAINS = List.of("softmax", "silu_mul", "silu", "gelu", "gelu_tanh");

    private static List<BlockSchedule> listed(ControlFlow flow) {
        Map<Resource, Integer> limits = Binding.limits(flow);
        List<BlockSchedule> schedules = new ArrayList<>();
        for (Block block : flow.blocks()) {
            BlockSchedule improved = BlockSchedule.of(flow, block, 4.0, limits);
            if (block instanceof Block.Pipeline p && improved.problem().interval() == 1) {
                BlockProblem built = new BlockProblem(flow, p, p.nodes(), 4.0, limits, 1);
                schedules.add(BlockSchedule.of(flow, p, p.nodes(), built,
                        LoopScheduler.schedule(built.problem()).orElseThrow(), improved.reason()));
            } else {
                schedules.add(improved);
            }
        }
        return schedules;
    }

    private static int registerBits(ControlFlow flow, List<BlockSchedule> schedules) {
        Binding binding = Binding.of(schedules);
        KernelEmitter emitter = new KernelEmitter(flow, schedules, binding);
        ModuleHeader header = new ModuleHeader(flow, schedules, binding, HlsOptions.lanes(LANES));
        emitter.model(header.parameters(), header.summary());
        return emitter.registerBits();
    }

    @Test
    void pipelinesNeedFewerRegistersAndAreNoDeeper() {
        System.out.printf("%-14s %10s %10s %8s %6s%n", "kernel", "list", "program", "change", "ms");
        for (String name : KernelLibrary.names()) {
            Kernel kernel = Optimiser.run(KernelLibrary.get(name));
            ControlFlow flow = ControlFlowBuilder.build(kernel, LANES);
            List<BlockSchedule> listed = listed(flow);
            int before = registerBits(flow, listed);
            long began = System.nanoTime();
            KernelHardware hardware = KernelHls.generate(kernel, kernel, HlsOptions.lanes(LANES));
            System.out.printf("%-14s %10d %10d %7.1f%% %6d%n", name, before, hardware.registerBits(),
                    100.0 * hardware.registerBits() / before - 100, (System.nanoTime() - began) / 1_000_000);
            assertThat(hardware.registerBits()).as(name).isLessThanOrEqualTo(before);
            if (GAINS.contains(name)) {
                assertThat(hardware.registerBits()).as("%s gains a tenth", name).isLessThan(before * 9 / 10);
            }
            for (int b = 0; b < listed.size(); b++) {
                assertThat(hardware.blocks().get(b).depthCycles()).as(name).isEqualTo(listed.get(b).lastCycle());
            }
        }
    }
}
