package org.fabricast.cosim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** C++ text around one unit: the common part and the table of its ports. */
final class UnitWrapper {

    private UnitWrapper() {
    }

    /**
     * The wrapper's text.
     *
     * @param ports all ports of the unit, in the order of their numbers
     * @param clock name of the clock among them, or empty for a unit without clock
     * @param trace whether the library can write traces
     */
    static String text(List<Port> ports, String clock, boolean trace) {
        StringBuilder text = new StringBuilder();
        if (trace) {
            text.append("#define FAB_TRACE 1\n");
        }
        text.append(common());
        text.append("\nnamespace {\n\nvoid port_table(Vdut& dut, std::vector<Port>& ports) {\n");
        for (Port port : ports) {
            String member = "dut." + port.name().replace("__", "___05F");
            text.append("    ports.push_back({&").append(member).append(", sizeof(").append(member).append("), ")
                    .append(port.bits()).append("});\n");
        }
        text.append("}\n\nvoid set_clock(Vdut& dut, int level) {\n");
        text.append(clock.isEmpty() ? "    (void)dut; (void)level;\n" : "    dut." + clock + " = level;\n");
        return text.append("}\n\n}  // namespace\n").toString();
    }

    private static String common() {
        try (InputStream in = UnitWrapper.class.getResourceAsStream("unit_simulator.h")) {
            if (in == null) {
                throw new IllegalStateException("unit_simulator.h is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
