package org.fabricast.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * Cores of a board chosen so that they fit and that decoding waits for memory and not for the array.
 *
 * <p>A core stays on one die, so there are at most as many as dies, and a core has a die's resources; of every resource the share
 * {@code margin} stays free. A core multiplies {@code min(N², R · group)} weights per cycle: R results are rescaled per cycle, one for
 * each {@code group} weights. Memory gives it {@code channels · min(port bytes, sustained bytes per cycle)}, at {@code weightBits +
 * 16/group} bits a weight. Of the machines that fit and multiply what memory gives, the one with most cores, then the smallest array,
 * then most lanes is chosen; if none does, the one that multiplies most.
 *
 * @param device what the board has
 * @param dies   of the board, or the most cores it is to have
 * @param margin share of every resource that stays free
 * @param memory its channels
 * @param goal   weights that decoding is laid out for
 */
public record BoardFit(DeviceResources device, int dies, double margin, Memory memory, Goal goal) {

    private static final List<Integer> ARRAYS = List.of(16, 32, 64);
    private static final List<Integer> LANES = List.of(8, 4);

    /**
     * Memory channels.
     *
     * @param channels      of the board
     * @param bytesPerCycle that a channel gives a core's port
     */
    public record Memory(int channels, double bytesPerCycle) { }

    /**
     * Weights that decoding is laid out for.
     *
     * @param weightBits bits of a weight on average
     * @param group      weights that share a scale
     */
    public record Goal(double weightBits, int group) {
        double bitsWithScale() {
            return weightBits + 16.0 / group;
        }
    }

    /**
     * A machine.
     *
     * @param config   sizes of a core
     * @param cores    how many
     * @param channels memory channels of each
     * @param core     what a core takes
     * @param all      what all of them take
     * @param wanted   weights per cycle that memory gives a core
     * @param done     weights per cycle that a core multiplies
     */
    public record Choice(HardwareConfig config, int cores, int channels, CoreEstimate core, DeviceResources all, double wanted,
                         double done) {
        /** Whether decoding waits for memory. */
        public boolean memoryBound() {
            return done >= wanted;
        }
    }

    /** What {@code cores} cores of a size are. */
    public Choice machine(HardwareConfig config, int cores) {
        CoreEstimate core = CoreEstimate.of(config);
        int channels = Math.max(1, memory.channels / cores);
        return new Choice(config, cores, channels, core, core.total().times(cores),
                channels * memory.bytesPerCycle * 8 / goal.bitsWithScale(),
                Math.min(config.macsPerCycle(), (double) config.resultLanes() * goal.group));
    }

    /** Whether a machine fits with the margin. */
    public boolean fits(Choice choice) {
        return choice.cores <= dies && device.share(margin, dies).holds(choice.core.total());
    }

    /** The choice among cores of the sizes of {@code sizes}, other arrays and lanes; empty if none fits. */
    public Optional<Choice> choose(HardwareConfig sizes) {
        List<Choice> fitting = new ArrayList<>();
        for (int cores = dies; cores > 0; cores--) {
            for (int array : ARRAYS) {
                for (int lanes : LANES) {
                    Choice choice = machine(resized(sizes, array, lanes), cores);
                    if (fits(choice)) {
                        fitting.add(choice);
                    }
                }
            }
        }
        Optional<Choice> enough = fitting.stream().filter(Choice::memoryBound).findFirst();
        return enough.isPresent() ? enough : fitting.stream().max(Comparator.comparingDouble(c -> c.cores * c.done));
    }

    /** The same inputs and the same rings in bytes, at least as many words as a ring must have. */
    public static HardwareConfig resized(HardwareConfig sizes, int array, int lanes) {
        int inputs = sizes.inputWords() * sizes.array() / array;
        int least = 16 * array * array;
        return new HardwareConfig(sizes.name(), array, lanes, sizes.vectors(), sizes.busBytes(), Math.max(sizes.weightRingBytes(), least),
                Math.max(sizes.kvRingBytes(), least), sizes.activationElements(), sizes.resultElements(), inputs,
                sizes.inputScales(), sizes.cacheBytes(), sizes.queueDepth(), sizes.burstBeats(), sizes.outstandingReads(),
                sizes.tokenCapacity(), sizes.slots()).with(sizes.products());
    }

    /**
     * A machine that was asked for.
     *
     * @throws FabricastException F4006 if the board cannot hold it, with each resource that it lacks and what would fit
     */
    public Choice require(String board, HardwareConfig config, int cores) {
        Choice choice = machine(config, cores);
        if (fits(choice)) {
            return choice;
        }
        List<String> lacks = new ArrayList<>();
        DeviceResources all = choice.all;
        long slices = (long) cores * CoreEstimate.of(config).parts().getFirst().instances();
        if (slices > device.dsp()) {
            lacks.add(String.format(Locale.ROOT, "%,d DSP slices for products alone of %,d", slices, device.dsp()));
        } else {
            lack(lacks, "DSP slices", all.dsp(), device.dsp());
        }
        lack(lacks, "look-up tables (estimated)", all.lut(), device.lut());
        lack(lacks, "flip-flops (estimated)", all.ff(), device.ff());
        lack(lacks, "block RAMs (estimated)", all.bram36(), device.bram36());
        if (cores > dies) {
            lacks.add(cores + " cores on " + dies + " dies");
        }
        if (lacks.isEmpty()) {
            lacks.add(String.format(Locale.ROOT, "a core of %,d DSP slices and %,d look-up tables, where a die leaves %,d and %,d",
                    choice.core.total().dsp(), choice.core.total().lut(), device.share(margin, dies).dsp(), device.share(margin, dies).lut()));
        }
        String fit = choose(config).map(c -> "Fits: " + c.cores + " cores of " + c.config.array() + " x " + c.config.array() + " products, "
                + c.config.lanes() + " lanes.").orElse("");
        throw new FabricastException(ErrorCode.F4006, "--board " + board, String.format(Locale.ROOT,
                "a machine that leaves %.0f %% of each resource free", 100 * margin), cores + " cores of " + config.array() + " x "
                + config.array() + " products: " + String.join(", ", lacks), fit);
    }

    private void lack(List<String> lacks, String what, long need, long have) {
        if (need > have * (1 - margin)) {
            lacks.add(String.format(Locale.ROOT, "%,d %s of %,d", need, what, have));
        }
    }
}
