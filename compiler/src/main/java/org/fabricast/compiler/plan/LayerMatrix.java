package org.fabricast.compiler.plan;

import org.fabricast.compiler.fuse.FusedModel;

/** The matrices of a layer in the order of use. */
public enum LayerMatrix {
    /** Joined projections of Q, K and V. */
    QKV("qkv"),
    /** Output projection of attention. */
    OUT("out"),
    /** Joined gate and up projections; up alone where there is no gate. */
    GATE_UP("gateUp"),
    /** Down projection. */
    DOWN("down");

    private final String text;

    LayerMatrix(String text) {
        this.text = text;
    }

    /** Name in the weight image. */
    public String name(int layer) {
        return "layers." + layer + "." + text;
    }

    /** Outputs. */
    public int rows(FusedModel model) {
        return switch (this) {
            case QKV -> (model.heads() + 2 * model.kvHeads()) * model.headDim();
            case OUT, DOWN -> model.dim();
            case GATE_UP -> model.innerRows();
        };
    }

    /** Inputs. */
    public int cols(FusedModel model) {
        return switch (this) {
            case QKV, GATE_UP -> model.dim();
            case OUT -> model.heads() * model.headDim();
            case DOWN -> model.hidden();
        };
    }
}
