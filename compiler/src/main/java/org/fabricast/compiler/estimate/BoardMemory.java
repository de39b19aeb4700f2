package org.fabricast.compiler.estimate;

import java.util.Locale;
import org.fabricast.board.Board;
import org.fabricast.board.Fact;
import org.fabricast.compiler.estimate.machine.MemoryRate;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;

/**
 * Clock and memory of one core of a board, from the board's facts.
 *
 * <p>A simulation board moves what it is defined to move. On an FPGA board each channel gives the least of what its port carries
 * (port bytes · clock) and what its memory sustains (peak · measured efficiency); the channels of a core are striped.
 *
 * <p>Errors: F4003 a board without the facts.
 *
 * @param rate    per core
 * @param clockHz of the core
 * @param text    how the rate follows from facts
 */
public record BoardMemory(MemoryRate rate, double clockHz, String text) {

    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    /** Of a core with the sizes {@code config}. */
    public static BoardMemory of(Board board, HardwareConfig config) {
        Board.Machine machine = board.machine().orElseThrow(() -> missing(board, "a machine configuration"));
        double clock = fact(board, "clockMHz") * MEGA;
        int latency = machine.facts().memoryLatencyCycles();
        return switch (board.kind()) {
            case SIMULATION -> {
                int bytes = Math.min(config.busBytes(), machine.facts().memoryBytesPerCycle());
                yield new BoardMemory(new MemoryRate(latency, bytes, config.busBytes(), 1), clock,
                        bytes + " bytes per cycle, by definition of the board");
            }
            case FPGA -> {
                int channels = machine.cores().channels();
                double port = config.busBytes() * clock;
                double sustained = fact(board, "hbmChannelGBps") * GIGA * fact(board, "hbmEfficiency");
                double bytes = channels * Math.min(port, sustained) / clock;
                yield new BoardMemory(new MemoryRate(latency, bytes, config.busBytes(), channels), clock, String.format(Locale.ROOT,
                        "%d channels of min(%d bits · %.0f MHz = %.2f GB/s, %.3f GB/s · %.3f = %.2f GB/s)", channels,
                        8 * config.busBytes(), clock / MEGA, port / GIGA, fact(board, "hbmChannelGBps"),
                        fact(board, "hbmEfficiency"), sustained / GIGA));
            }
        };
    }

    private static double fact(Board board, String name) {
        return board.facts().stream().filter(fact -> fact.name().equals(name)).map(Fact::value).map(value -> (Number) value)
                .findFirst().orElseThrow(() -> missing(board, "the fact " + name)).doubleValue();
    }

    private static FabricastException missing(Board board, String what) {
        return new FabricastException(ErrorCode.F4003, "--board " + board.name(), "a board with " + what, "none",
                "Estimate for a board that compiles.");
    }
}
