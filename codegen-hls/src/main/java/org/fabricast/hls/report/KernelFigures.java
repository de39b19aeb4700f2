package org.fabricast.hls.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.ScheduledBlock;

/**
 * All that is reported about a kernel.
 *
 * @param hardware    the kernel's hardware
 * @param part        name of the part
 * @param available   what the part has; 0 where that is not known
 * @param estimate    resources by our model
 * @param synthesised resources by Yosys, if it was asked
 */
public record KernelFigures(KernelHardware hardware, String part, Resources available, ResourceEstimate estimate,
                            Optional<Resources> synthesised) {

    /**
     * Cycles from start to done of the shortest run that does something: each loop once, nothing waits. With trip counts that do not
     * follow from the arguments: the depths of all blocks, one after another.
     */
    public long latencyCycles() {
        long[] ones = new long[hardware.kernel().args().size()];
        Arrays.fill(ones, 1);
        OptionalLong predicted = hardware.predictedCycles(ones);
        return predicted.orElseGet(() -> 1 + hardware.blocks().stream().mapToLong(b -> b.depthCycles() + 1L
                + (b.form() == ScheduledBlock.Form.PIPELINE ? (long) b.roundWords() * b.interval() : 0)).sum());
    }

    /** Pipelined loops in order. */
    public List<ScheduledBlock> loops() {
        return hardware.blocks().stream().filter(b -> b.form() == ScheduledBlock.Form.PIPELINE).toList();
    }

    /** The greatest initiation interval of the pipelined loops; 0 if there is none. */
    public int initiationInterval() {
        return loops().stream().mapToInt(ScheduledBlock::interval).max().orElse(0);
    }

    /** Loops whose iterations do not overlap. */
    public long sequentialLoops() {
        return hardware.blocks().stream().filter(b -> b.form() == ScheduledBlock.Form.ENTER).count();
    }
}
