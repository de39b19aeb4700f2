package org.fabricast.cosim.memory;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.fabricast.cosim.UnitSimulator;

/** Runs a unit among models of its buses. */
final class CycleBench {

    /** Cycles after the end in which nothing more may happen. */
    private static final int SETTLE_CYCLES = 24;

    private final UnitSimulator unit;
    private final List<BusModel> models;

    CycleBench(UnitSimulator unit, List<BusModel> models) {
        this.unit = unit;
        this.models = List.copyOf(models);
    }

    /** Runs until every model is finished, and a little longer; returns the cycles it took. */
    long run(long limit) {
        long began = unit.cycle();
        until(() -> models.stream().allMatch(BusModel::finished), limit);
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
                        + models.stream().filter(model -> !model.finished()).toList() + "; seed " + unit.seed());
            }
            cycles(1);
        }
    }

    void cycles(int count) {
        for (int i = 0; i < count; i++) {
            models.forEach(model -> model.drive(unit));
            models.forEach(model -> model.observe(unit));
            unit.tick();
        }
    }
}
