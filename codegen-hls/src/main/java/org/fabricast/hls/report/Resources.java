package org.fabricast.hls.report;

/**
 * Resources of a part, had or needed.
 *
 * @param lut    look-up tables, those used as memory or shift register included
 * @param ff     flip-flops
 * @param dsp    DSP slices
 * @param bram18 block RAMs of 18 kbit; one of 36 kbit is two
 * @param uram   UltraRAMs
 */
public record Resources(int lut, int ff, int dsp, int bram18, int uram) {

    /** Nothing. */
    public static final Resources NONE = new Resources(0, 0, 0, 0, 0);

    public Resources {
        if (lut < 0 || ff < 0 || dsp < 0 || bram18 < 0 || uram < 0) {
            throw new IllegalArgumentException("less than none of a resource");
        }
    }

    /** Both together. */
    public Resources plus(Resources other) {
        return new Resources(lut + other.lut, ff + other.ff, dsp + other.dsp, bram18 + other.bram18, uram + other.uram);
    }

    /** So many of it. */
    public Resources times(int count) {
        return new Resources(lut * count, ff * count, dsp * count, bram18 * count, uram * count);
    }
}
