package org.fabricast.hls;

import org.fabricast.ir.kernel.Kernel;

/**
 * A memory of a kernel as hardware.
 *
 * @param memory the memory of the kernel
 * @param banks  cyclic banks, a power of two: element i stands in bank i mod banks
 * @param copies copies of each bank, one for each reader of a loop that may meet it
 */
public record MemoryBanks(Kernel.Memory memory, int banks, int copies) {

    public MemoryBanks {
        if (banks < 1 || Integer.bitCount(banks) != 1 || copies < 1) {
            throw new IllegalArgumentException(banks + " banks of " + copies + " copies");
        }
    }

    /** Elements of a bank. */
    public int depth() {
        return (memory.depth() + banks - 1) / banks;
    }

    /** Memories of that depth. */
    public int count() {
        return banks * copies;
    }
}
