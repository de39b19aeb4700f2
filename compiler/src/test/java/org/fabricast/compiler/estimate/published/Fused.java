package org.fabricast.compiler.estimate.published;

/**
 * What the published compiler puts behind a projection, in the same group of instructions.
 *
 * <p>Rotary embedding is multiply by sine, multiply by cosine, add; its second factors are two loads.
 */
enum Fused {
    NOTHING(0, 0), SILU(0, 1), ELEMENTWISE(1, 1), ROTARY(2, 3);

    private final int operands;
    private final int operations;

    Fused(int operands, int operations) {
        this.operands = operands;
        this.operations = operations;
    }

    /** Vectors to load beside the projection's own output. */
    int operands() {
        return operands;
    }

    /** MISC instructions. */
    int operations() {
        return operations;
    }
}
