package org.fabricast.hls;

import org.fabricast.rtl.FpCell;

/** Something an operation occupies for the cycle in which it starts. */
public sealed interface Resource {

    /** Nothing that could run out. */
    record Fabric() implements Resource { }

    /** A floating-point unit of a kind. */
    record Unit(FpCell cell) implements Resource { }

    /** The port of an input stream. */
    record InputPort(int stream) implements Resource { }

    /** The port of an output stream. */
    record OutputPort(int stream) implements Resource { }

    /** The read port of a memory. */
    record ReadPort(int memory) implements Resource { }

    /** The write port of a memory. */
    record WritePort(int memory) implements Resource { }
}
