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

    /** The write port of a bank of a memory; -1 when the bank is not known, which is all of them. */
    record WritePort(int memory, int bank) implements Resource { }
}
