package org.fabricast.compiler.kernel;

import java.util.List;

/**
 * A test bench that passed in a simulator.
 *
 * @param simulator name of the simulator
 * @param version   what it says it is
 * @param cycles    cycles of each run from start to done
 */
public record Simulation(String simulator, String version, List<Long> cycles) {
    public Simulation {
        cycles = List.copyOf(cycles);
    }
}
