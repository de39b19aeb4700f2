package org.fabricast.hls;

import java.util.List;
import org.fabricast.ir.kernel.Kernel;

/**
 * A memory of a kernel as hardware.
 *
 * @param memory the memory of the kernel
 * @param copies copies of each cyclic bank, one for each reader of a loop that may meet it; as many banks as a power of two:
 *               element i stands in bank i mod banks
 */
public record MemoryBanks(Kernel.Memory memory, List<Integer> copies) {

    public MemoryBanks {
        copies = List.copyOf(copies);
        if (Integer.bitCount(copies.size()) != 1 || copies.stream().anyMatch(c -> c < 1)) {
            throw new IllegalArgumentException(copies.size() + " banks of " + copies + " copies");
        }
    }

    /** Banks, a power of two. */
    public int banks() {
        return copies.size();
    }

    /** Elements of a bank. */
    public int depth() {
        return (memory.depth() + banks() - 1) / banks();
    }

    /** Memories of that depth. */
    public int count() {
        return copies.stream().mapToInt(c -> c).sum();
    }
}
