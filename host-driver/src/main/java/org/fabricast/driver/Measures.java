package org.fabricast.driver;

import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.StepCosts;

/**
 * Figures of the steps that generated tokens, as {@code docs/benchmarks.md} defines them; all from the counters of simulated
 * Verilog and the necessary bytes and multiply-accumulates of the manifest.
 *
 * @param cyclesPerToken       cycles of decode ÷ generated tokens
 * @param bytesPerToken        moved bytes ÷ generated tokens
 * @param bandwidthUtilisation necessary bytes ÷ (cycles × peak bytes per cycle)
 * @param macUtilisation       necessary multiply-accumulates ÷ (cycles × peak per cycle)
 * @param rooflineRatio        least possible cycles ÷ cycles
 * @param trafficOverhead      moved ÷ necessary bytes
 */
public record Measures(double cyclesPerToken, double bytesPerToken, double bandwidthUtilisation, double macUtilisation,
                       double rooflineRatio, double trafficOverhead) {

    /** Figures of {@code generation}, whose steps began at position {@code firstPosition + prompt − 1}. */
    public static Measures of(Generation generation, Manifest manifest) {
        int tokens = generation.tokens().size();
        StepCosts costs = manifest.costs();
        BoardFacts board = manifest.board();
        double bytes = 0;
        double macs = 0;
        int length = generation.firstPosition() + generation.prompt().size();
        for (int i = 0; i < tokens; i++) {
            bytes += costs.bytes(length + i, true);
            macs += costs.macs(length + i, true);
        }
        double cycles = generation.decode().get(Counter.CYCLES);
        double moved = generation.decode().get(Counter.READ_BYTES) + generation.decode().get(Counter.WRITE_BYTES);
        double peakBytes = board.memoryBytesPerCycle();
        double peakMacs = (double) manifest.configuration().macsPerCycle() * manifest.configuration().cores();
        return new Measures(cycles / tokens, moved / tokens, bytes / (cycles * peakBytes), macs / (cycles * peakMacs),
                Math.max(macs / peakMacs, bytes / peakBytes) / cycles, moved / bytes);
    }
}
