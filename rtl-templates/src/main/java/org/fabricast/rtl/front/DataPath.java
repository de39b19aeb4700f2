package org.fabricast.rtl.front;

import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code data_path}: rings, vector buffers, engine and special function unit, and who shares which buffer port.
 *
 * @param header what the file says first
 * @param size   widths and depths
 * @param units  queues whose units are in here
 */
public record DataPath(GeneratedHeader header, MachineSizes size, List<String> units) {

    public DataPath {
        units = List.copyOf(units);
    }

    /** Data path of a machine. */
    public static DataPath of(HardwareConfig config) {
        MachineSizes size = MachineSizes.of(config);
        GeneratedHeader header = GeneratedHeader.of(DataPath.class, size.toString(),
                List.of("array = " + config.array(), "lanes = " + config.lanes()),
                List.of("Rings, vector buffers, engine and special function unit.",
                        "Port 1 of both buffers: special function unit, else store unit. Activation writes: special function",
                        "unit, else load unit. Nothing is registered here: latency is that of the units."));
        return new DataPath(header, size, List.of("mm", "mv", "misc"));
    }
}
