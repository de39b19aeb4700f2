package org.fabricast.ir.isa.verify;

/**
 * A range that an instruction reads or writes.
 *
 * @param space where
 * @param write whether it writes
 * @param from  first element (byte in device memory)
 * @param to    behind the last
 */
public record Access(Space space, boolean write, long from, long to) {

    public Access {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("range " + from + " … " + to);
        }
    }

    /** Whether two accesses must be ordered. */
    public boolean conflicts(Access other) {
        return space == other.space && (write || other.write) && from < other.to && other.from < to;
    }

    @Override
    public String toString() {
        return (write ? "writes " : "reads ") + space + " " + from + "…" + (to - 1);
    }
}
