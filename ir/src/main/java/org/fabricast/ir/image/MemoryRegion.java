package org.fabricast.ir.image;

/**
 * A region of device memory.
 *
 * @param name  which
 * @param base  byte address, 64-byte aligned
 * @param bytes length
 */
public record MemoryRegion(RegionName name, long base, long bytes) {

    public MemoryRegion {
        if (base < 0 || base % 64 != 0 || bytes < 0 || base + bytes < base) {
            throw new IllegalArgumentException("region " + name + " at " + base + ", " + bytes + " bytes");
        }
    }

    /** First byte behind the region. */
    public long end() {
        return base + bytes;
    }
}
