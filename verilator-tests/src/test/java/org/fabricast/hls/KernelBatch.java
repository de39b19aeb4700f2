package org.fabricast.hls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.cosim.Port;
import org.fabricast.cosim.RtlSources;
import org.fabricast.cosim.UnitSetup;
import org.fabricast.cosim.UnitSimulator;
import org.fabricast.driver.verilator.VerilogSource;

/** Many kernels side by side in one verilated library: each has its ports behind the prefix {@code <kernel>_}. */
final class KernelBatch implements AutoCloseable {

    private static final String TOP = "kernel_batch";

    private final UnitSimulator simulator;
    private final long seed;

    KernelBatch(List<KernelHardware> all, long seed) {
        this.seed = seed;
        Map<String, VerilogSource> sources = new LinkedHashMap<>();
        List<Port> ports = new ArrayList<>(List.of(Port.in("clk", 1), Port.in("rst", 1)));
        StringBuilder instances = new StringBuilder();
        for (KernelHardware hardware : all) {
            sources.put(hardware.module(), new VerilogSource(hardware.module() + ".v", hardware.verilog()));
            RtlSources.cells(hardware.cells().toArray(String[]::new)).forEach(cell -> sources.put(cell.name(), cell));
            instances.append("  ").append(hardware.module()).append(" u_").append(hardware.kernel().name())
                    .append("(.clk(clk), .rst(rst)");
            for (Port port : Port.parse(hardware.verilog(), hardware.module())) {
                if (!port.name().equals("clk") && !port.name().equals("rst")) {
                    String outside = prefix(hardware) + port.name();
                    ports.add(new Port(outside, port.bits(), port.direction()));
                    instances.append(", .").append(port.name()).append('(').append(outside).append(')');
                }
            }
            instances.append(");\n");
        }
        StringBuilder text = new StringBuilder("module " + TOP + "(\n");
        for (Port port : ports) {
            text.append(port == ports.getFirst() ? "  " : ", ").append(port.direction() == Port.Direction.IN ? "input" : "output")
                    .append(" wire [").append(port.bits() - 1).append(":0] ").append(port.name()).append('\n');
        }
        text.append(");\n").append(instances).append("endmodule\n");
        List<VerilogSource> files = new ArrayList<>(sources.values());
        files.add(new VerilogSource(TOP + ".v", text.toString()));
        simulator = UnitSetup.of(TOP, files, ports).withSeed(seed).quicklyCompiled().open();
        simulator.reset();
    }

    private static String prefix(KernelHardware hardware) {
        return hardware.kernel().name() + "_";
    }

    /** The bench of one of the kernels; it is not to be closed. */
    KernelBench bench(KernelHardware hardware) {
        return new KernelBench(hardware, simulator, prefix(hardware), seed);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
