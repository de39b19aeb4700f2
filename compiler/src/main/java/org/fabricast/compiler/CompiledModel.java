package org.fabricast.compiler;

import java.util.List;
import java.util.Optional;

import org.fabricast.compiler.assign.WeightAssignment;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.pack.ModelImage;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.ir.image.MemoryRegion;
import org.fabricast.ir.image.StepCosts;
import org.fabricast.ir.image.Tiling;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.Program;

/**
 * A compiled model in memory: everything of an artefact but the Verilog.
 *
 * @param options   what it was compiled for
 * @param fused     the model in fused groups
 * @param weights   bits of every matrix
 * @param sparse    what was left out of each projection, if that was asked for and weights are there
 * @param program   one program for every position and length
 * @param image     the weight region
 * @param memoryMap regions of device memory
 * @param costs     necessary bytes and multiply-accumulates of a step
 */
public record CompiledModel(CompileOptions options, FusedModel fused, WeightAssignment weights,
                            Optional<SparsifiedModel> sparse, Program program, ModelImage image, List<MemoryRegion> memoryMap,
                            StepCosts costs) {

    public CompiledModel {
        memoryMap = List.copyOf(memoryMap);
    }

    /** Stored bits per weight of the quantised matrices, scales and padding included. */
    public double bitsPerWeight() {
        return 8.0 * matrices().stream().mapToLong(WeightTensor::bytes).sum()
                / matrices().stream().mapToLong(t -> (long) t.rows() * t.cols()).sum();
    }

    /** The quantised matrices of the image. */
    public List<WeightTensor> matrices() {
        return image.table().tensors().stream().filter(t -> t.tiling() == Tiling.STREAM).toList();
    }
}
