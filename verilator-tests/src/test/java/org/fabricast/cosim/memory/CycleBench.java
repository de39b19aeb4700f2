package org.fabricast.cosim.memory;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.fabricast.cosim.UnitSimulator;

/** Runs a unit among agents. */
final class CycleBench {

    /** Cycles after the end in which nothing more may happen. */
    private static final int SETTLE_CYCLES = 24;

    private final UnitSimulator unit;
    private final List<Agent> agents;

    CycleBench(UnitSimulator unit, List<Agent> agents) {
        this.unit = unit;
        this.agents = List.copyOf(agents);
    }

    /** Runs until every agent is finished, and a little longer; returns the cycles it took. */
    long run(long limit) {
        long began = unit.cycle();
        until(() -> agents.stream().allMatch(Agent::finished), limit);
        long took = unit.cycle() - began;
        cycles(SETTLE_CYCLES);
        return took;
    }

    /** Runs until {@code end} holds. */
    void until(BooleanSupplier end, long limit) {
        long began = unit.cycle();
        while (!end.getAsBoolean()) {
            if (unit.cycle() - began >= limit) {
                throw new AssertionError("not finished after " + limit + " cycles, waiting for "
                        + agents.stream().filter(agent -> !agent.finished()).toList() + "; seed " + unit.seed());
            }
            cycles(1);
        }
    }

    void cycles(int count) {
        for (int i = 0; i < count; i++) {
            agents.forEach(agent -> agent.drive(unit));
            agents.forEach(agent -> agent.observe(unit));
            unit.tick();
        }
    }
}
