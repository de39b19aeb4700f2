package org.fabricast.compiler.estimate.machine;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;

/** Instruction fetch: a direct-mapped cache of lines, read ahead of execution. The program begins with a line. */
final class Fetch {

    private static final int LINE_BYTES = 256;
    private static final int LINE = LINE_BYTES / Opcode.BYTES;

    private final MemoryPort port;
    private final int beatBytes;
    private final int lineBeats;
    private final long[] lines;
    private final MemoryPort.Answer[] answers;
    private final ArrayDeque<Long> onTheirWay = new ArrayDeque<>();
    private long current = -1;
    private long bytes;

    /** An empty cache. */
    Fetch(HardwareConfig config, MemoryRate rate, MemoryPort port) {
        this.port = port;
        beatBytes = rate.beatBytes();
        lineBeats = Math.max(1, LINE_BYTES / beatBytes);
        lines = new long[config.cacheBytes() / LINE_BYTES];
        answers = new MemoryPort.Answer[lines.length];
        Arrays.fill(lines, -1);
    }

    /** The cycle in which instruction {@code index} is decoded, which the sequencer could do in the cycle {@code wanted}. */
    long decoded(int index, long wanted) {
        long line = index / LINE;
        if (line != current) {
            current = line;
            long time = wanted - UnitTimings.CURRENT_TO_DECODE;
            int ahead = Math.min(UnitTimings.LINES_AHEAD, lines.length - 1);
            for (int i = 0; i <= ahead; i++) {
                ask(line + i, time + i + UnitTimings.ASK);
            }
        }
        int last = index % LINE * Opcode.BYTES + Opcode.BYTES - 1;
        long there = answers[(int) (line % lines.length)].beat(last / beatBytes);
        return Math.max(wanted, there + UnitTimings.BEAT_TO_DECODE);
    }

    private void ask(long line, long time) {
        int place = (int) (line % lines.length);
        if (lines[place] == line) {
            return;
        }
        long when = time;
        if (onTheirWay.size() == UnitTimings.LINES_ASKED) {
            when = Math.max(when, onTheirWay.remove() + 1);
        }
        lines[place] = line;
        answers[place] = port.read(lineBeats, when);
        onTheirWay.add(answers[place].beat(lineBeats - 1L));
        bytes += (long) lineBeats * beatBytes;
    }

    /** Bytes of instructions read so far. */
    long bytes() {
        return bytes;
    }
}
