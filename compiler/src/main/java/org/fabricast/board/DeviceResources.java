package org.fabricast.board;

/**
 * Resources of a device, had or needed.
 *
 * @param dsp     DSP slices: DSP48E2, or DSP58 where the device has these
 * @param lut     look-up tables, those used as memory or shift register included
 * @param ff      flip-flops
 * @param bram36  block RAMs of 36 kbit
 * @param uram288 UltraRAMs
 */
public record DeviceResources(long dsp, long lut, long ff, long bram36, long uram288) {

    /** Nothing. */
    public static final DeviceResources NONE = new DeviceResources(0, 0, 0, 0, 0);

    public DeviceResources {
        if (dsp < 0 || lut < 0 || ff < 0 || bram36 < 0 || uram288 < 0) {
            throw new IllegalArgumentException("less than none of a resource");
        }
    }

    /** Both together. */
    public DeviceResources plus(DeviceResources other) {
        return new DeviceResources(dsp + other.dsp, lut + other.lut, ff + other.ff, bram36 + other.bram36, uram288 + other.uram288);
    }

    /** So many of it. */
    public DeviceResources times(long count) {
        return new DeviceResources(dsp * count, lut * count, ff * count, bram36 * count, uram288 * count);
    }

    /** What is left of it, rounded down, when a share is kept free and the rest is divided into {@code parts}. */
    public DeviceResources share(double free, int parts) {
        return new DeviceResources(part(dsp, free, parts), part(lut, free, parts), part(ff, free, parts), part(bram36, free, parts),
                part(uram288, free, parts));
    }

    private static long part(long all, double free, int parts) {
        return (long) Math.floor(all * (1 - free) / parts + 1e-9);
    }

    /** Whether {@code need} is within it. */
    public boolean holds(DeviceResources need) {
        return need.dsp <= dsp && need.lut <= lut && need.ff <= ff && need.bram36 <= bram36 && need.uram288 <= uram288;
    }
}
