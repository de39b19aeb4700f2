package org.fabricast.hls;

/**
 * One thing to schedule.
 *
 * @param name          for reports and findings
 * @param resource      what it occupies in the cycle it starts
 * @param latencyCycles 0: combinational, the result is there in the same cycle after {@code delayNs}; otherwise the result
 *                      stands in a register that many cycles later
 * @param delayNs       from operands to result when combinational, from operands to the first register otherwise
 * @param registered    operands must come straight from registers
 * @param stable        the result comes straight from a register although the latency is 0, as the word of an input
 */
public record Operation(String name, Resource resource, int latencyCycles, double delayNs, boolean registered,
                        boolean stable) {

    public Operation {
        if (latencyCycles < 0 || !(delayNs >= 0)) {
            throw new IllegalArgumentException("latency and delay cannot be negative: " + name);
        }
    }
}
