package org.fabricast.compiler;

import java.util.List;

import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.pack.ModelImage;
import org.fabricast.ir.image.MemoryRegion;
import org.fabricast.ir.image.StepCosts;
import org.fabricast.ir.isa.Program;

/**
 * A compiled model in memory: everything of an artefact but the Verilog.
 *
 * @param options   what it was compiled for
 * @param fused     the model in fused groups
 * @param program   one program for every position and length
 * @param image     the weight region
 * @param memoryMap regions of device memory
 * @param costs     necessary bytes and multiply-accumulates of a step
 */
public record CompiledModel(CompileOptions options, FusedModel fused, Program program, ModelImage image,
                            List<MemoryRegion> memoryMap, StepCosts costs) {

    public CompiledModel {
        memoryMap = List.copyOf(memoryMap);
    }

    /** Stored bits per weight of the quantised matrices, scales and padding included. */
    public double bitsPerWeight() {
        long bytes = image.table().tensors().stream().filter(t -> t.bits() == 8).mapToLong(t -> t.bytes()).sum();
        long weights = image.table().tensors().stream().filter(t -> t.bits() == 8)
                .mapToLong(t -> (long) t.rows() * t.cols()).sum();
        return 8.0 * bytes / weights;
    }
}
