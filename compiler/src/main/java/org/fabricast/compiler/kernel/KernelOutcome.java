package org.fabricast.compiler.kernel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.fabricast.hls.report.KernelFigures;

/**
 * A kernel that was made.
 *
 * @param directory   where it stands
 * @param figures     its figures
 * @param simulations simulators its test bench passed in
 * @param report      the same and more as JSON
 */
public record KernelOutcome(Path directory, KernelFigures figures, List<Simulation> simulations, ObjectNode report) {
    public KernelOutcome {
        simulations = List.copyOf(simulations);
    }
}
