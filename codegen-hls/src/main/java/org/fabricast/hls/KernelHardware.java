package org.fabricast.hls;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.rtl.FpCell;

/**
 * A kernel as hardware.
 *
 * @param kernel       the kernel
 * @param optimised    what was scheduled in its place: it computes the same, and its values are those that the schedule names
 * @param options      what it was made for
 * @param module       name of the Verilog module, {@code kernel_<name>}
 * @param verilog      its text; the file is {@code <module>.v}
 * @param cells        modules of the cell library it instantiates
 * @param units        number of floating-point units by kind
 * @param memories     its memories, in their order
 * @param registerBits bits of data registers outside the units
 * @param blocks       the schedule
 * @param prediction   the cycles it will take
 */
public record KernelHardware(Kernel kernel, Kernel optimised, HlsOptions options, String module, String verilog,
                             List<String> cells, Map<FpCell, Integer> units, List<MemoryBanks> memories, int registerBits,
                             List<ScheduledBlock> blocks, CyclePrediction prediction) {

    public KernelHardware {
        cells = List.copyOf(cells);
        units = Map.copyOf(units);
        memories = List.copyOf(memories);
        blocks = List.copyOf(blocks);
    }

    /**
     * Cycles from the start pulse to the done pulse when no stream makes it wait.
     *
     * @param arguments raw bits of the scalar arguments, in order
     * @return empty when a trip count depends on data other than the arguments
     */
    public OptionalLong predictedCycles(long... arguments) {
        return prediction.cycles(arguments);
    }
}
