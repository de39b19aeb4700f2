package org.fabricast.compiler.run;

import java.util.List;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Devices of this version. */
public enum DeviceKind {
    /** The binary32 interpreter of the imported model. */
    REFERENCE("reference"),
    /** The bit-exact emulator of the program. */
    FUNCTIONAL("functional"),
    /** The artefact's Verilog, simulated. */
    RTL("rtl");

    private static final List<String> PLANNED = List.of("xrt", "xdma", "uio");

    private final String text;

    DeviceKind(String text) {
        this.text = text;
    }

    /** Name as on the command line. */
    public String text() {
        return text;
    }

    /**
     * A device by its name. Errors: F9108 one of the design that has no transport yet; F1001 any other.
     *
     * @param name as on the command line, such as {@code rtl} or {@code xrt:0}
     */
    public static DeviceKind parse(String name) {
        for (DeviceKind kind : values()) {
            if (kind.text.equals(name)) {
                return kind;
            }
        }
        ErrorCode code = PLANNED.contains(name.split(":", 2)[0]) ? ErrorCode.F9108 : ErrorCode.F1001;
        throw new FabricastException(code, "--device", "reference, functional or rtl", name.isEmpty() ? "nothing" : name, "");
    }
}
