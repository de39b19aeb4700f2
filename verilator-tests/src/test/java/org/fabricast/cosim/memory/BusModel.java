package org.fabricast.cosim.memory;

import org.fabricast.cosim.UnitSimulator;

/** Bus functional model: one part of the outside world of a unit, cycle by cycle. */
interface BusModel {

    /** Sets inputs for this cycle from own state alone. */
    void drive(UnitSimulator unit);

    /** Looks at the outputs of this cycle, after everybody has driven. */
    void observe(UnitSimulator unit);

    /** Whether nothing more is expected. */
    boolean finished();
}
