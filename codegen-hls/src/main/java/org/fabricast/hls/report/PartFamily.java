package org.fabricast.hls.report;

import java.util.Optional;

/** Families of parts that Yosys can synthesise for. */
public enum PartFamily {
    /** UltraScale+, with DSP48E2. */
    XCUP("xcup"),
    /** 7 series, with DSP48E1. */
    XC7("xc7");

    private final String yosys;

    PartFamily(String yosys) {
        this.yosys = yosys;
    }

    /** Name that {@code synth_xilinx -family} takes. */
    public String yosys() {
        return yosys;
    }

    /** Family of a part by the vendor's name of it; empty for one that Yosys does not know. */
    public static Optional<PartFamily> of(String part) {
        if (part.matches("xc7.*")) {
            return Optional.of(XC7);
        }
        return part.matches("xc(u\\d|zu|ku\\d+p|vu\\d+p|k26|k24).*") ? Optional.of(XCUP) : Optional.empty();
    }
}
