package org.fabricast.cosim.memory;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.fabricast.cosim.UnitSimulator;

/** Watches one output stream: once valid, valid and data hold until ready. */
final class StableStream implements BusModel {

    private final String valid;
    private final BooleanSupplier ready;
    private final List<String> data;
    private boolean held;
    private long[][] last = {};

    /**
     * @param ready tells whether the stream's receiver is ready in this cycle
     */
    StableStream(String valid, BooleanSupplier ready, String... data) {
        this.valid = valid;
        this.ready = ready;
        this.data = List.of(data);
    }

    @Override
    public void drive(UnitSimulator unit) {
        // Watches only.
    }

    @Override
    public void observe(UnitSimulator unit) {
        boolean now = unit.peek(valid) != 0;
        if (held && !now) {
            throw new AssertionError(valid + " went down before ready in cycle " + unit.cycle() + "; seed " + unit.seed());
        }
        if (!now) {
            held = false;
            return;
        }
        long[][] shown = data.stream().map(unit::peekWide).toArray(long[][]::new);
        if (held && !Arrays.deepEquals(shown, last)) {
            throw new AssertionError("data of " + valid + " changed before ready in cycle " + unit.cycle() + "; seed "
                    + unit.seed());
        }
        held = !ready.getAsBoolean();
        last = shown;
    }

    @Override
    public boolean finished() {
        return true;
    }

    @Override
    public String toString() {
        return "watch of " + valid;
    }
}
