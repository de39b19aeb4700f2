package org.fabricast.rtl.front;

import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.GeneratedHeader;

/**
 * Template {@code data_path}: rings, vector buffers, engine and special function unit, and who shares which buffer port.
 *
 * @param header  what the file says first
 * @param size    widths and depths
 * @param results the engine's side of the result buffer
 * @param units   queues whose units are in here
 */
public record DataPath(GeneratedHeader header, MachineSizes size, Results results, List<String> units) {

    public DataPath {
        units = List.copyOf(units);
    }

    /**
     * The engine's side of the result buffer.
     *
     * @param wide        whether its words have more elements there than for the other readers
     * @param module      the buffer and the first of its parameters
     * @param addressHigh highest address bit
     * @param laneHigh    highest element of a word
     * @param dataHigh    highest bit of a word
     */
    public record Results(boolean wide, String module, int addressHigh, int laneHigh, int dataHigh) {

        static Results of(HardwareConfig config) {
            int lanes = config.resultLanes();
            boolean wide = lanes != config.lanes();
            return new Results(wide, wide
                    ? "wide_result_buffer #(.RATIO_LOG2(" + Integer.numberOfTrailingZeros(lanes / config.lanes()) + "), " : "vector_buffer #(",
                    Integer.numberOfTrailingZeros(config.resultElements() / lanes) - 1, lanes - 1, 32 * lanes - 1);
        }
    }

    /** Data path of a machine. */
    public static DataPath of(HardwareConfig config) {
        MachineSizes size = MachineSizes.of(config);
        GeneratedHeader header = GeneratedHeader.of(DataPath.class, size.toString(),
                List.of("array = " + config.array(), "lanes = " + config.lanes()),
                List.of("Rings, vector buffers, engine and special function unit.",
                        "Port 1 of both buffers: special function unit, else store unit. Activation writes: special function",
                        "unit, else load unit. Nothing is registered here: latency is that of the units."));
        return new DataPath(header, size, Results.of(config), List.of("mm", "mv", "misc"));
    }
}
