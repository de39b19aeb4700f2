package org.fabricast.compiler.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.compiler.fuse.FusedLayer;
import org.fabricast.compiler.fuse.FusedModel;
import org.fabricast.compiler.plan.LayerMatrix;
import org.fabricast.compiler.sparse.BlockGrid;
import org.fabricast.compiler.sparse.LayerReport;
import org.fabricast.compiler.sparse.SparseMask;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.ir.graph.ConstantRef;

/**
 * What is stored of the matrices of the weight image, by their names; those without a mask are dense.
 *
 * @param masks in the machine's order of rows
 * @param force whether a sparse stream is taken even where it is not smaller
 */
public record MatrixMasks(Map<String, SparseMask> masks, boolean force) {

    /** Everything is stored. */
    public static final MatrixMasks NONE = new MatrixMasks(Map.of(), false);

    public MatrixMasks {
        masks = Map.copyOf(masks);
    }

    /** The masks of a model's projections, those that the machine joins below each other. */
    public static MatrixMasks of(FusedModel model, SparsifiedModel sparse, boolean force) {
        Map<String, SparseMask> projections = new HashMap<>();
        for (LayerReport layer : sparse.layers()) {
            if (layer.state() != LayerReport.State.DENSE) {
                projections.put(layer.layer(), layer.mask());
            }
        }
        Map<String, SparseMask> joined = new HashMap<>();
        for (FusedLayer layer : model.layers()) {
            for (LayerMatrix matrix : LayerMatrix.values()) {
                List<ConstantRef> parts = parts(layer, matrix);
                if (parts.stream().anyMatch(part -> projections.containsKey(part.name()))) {
                    List<SparseMask> masks = new ArrayList<>();
                    parts.forEach(part -> masks.add(Optional.ofNullable(projections.get(part.name()))
                            .orElseGet(() -> SparseMask.full(new BlockGrid(part.type().dim(0), part.type().dim(1))))));
                    joined.put(matrix.name(layer.layer()), SparseMask.joined(masks));
                }
            }
        }
        return new MatrixMasks(joined, force);
    }

    private static List<ConstantRef> parts(FusedLayer layer, LayerMatrix matrix) {
        return switch (matrix) {
            case QKV -> List.of(layer.q(), layer.k(), layer.v());
            case OUT -> List.of(layer.o());
            case GATE_UP -> layer.inner();
            case DOWN -> List.of(layer.down());
        };
    }

    /** The mask of a matrix. */
    Optional<SparseMask> of(String matrix) {
        return Optional.ofNullable(masks.get(matrix));
    }
}
