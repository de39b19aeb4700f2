package org.fabricast.cosim;

import java.util.ArrayList;
import java.util.List;

/**
 * All transfers of one stream in one run.
 *
 * @param prefix    name of the stream, such as {@code m_y}
 * @param dataPorts its data ports, in the order of the unit's ports
 * @param cycles    cycle of each transfer
 * @param transfers per transfer the values of the data ports, each in {@link Port#slots()} slots, low bits first
 * @param seed      seed of the simulator, for messages
 */
public record StreamRecord(String prefix, List<Port> dataPorts, long[] cycles, long[][] transfers, long seed) {

    /** Number of transfers. */
    public int count() {
        return cycles.length;
    }

    /** Values of one data port, one per transfer (low 64 bits). */
    public long[] column(String port) {
        int at = slotOf(port);
        long[] values = new long[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = transfers[i][at];
        }
        return values;
    }

    /** Elements of a vector stream: ports {@code <prefix>_data_<lane>} of each transfer, where the mask bit is set. */
    public long[] elements() {
        int mask = slotOf(prefix + "_mask");
        List<Integer> lanes = new ArrayList<>();
        while (hasPort(prefix + "_data_" + lanes.size())) {
            lanes.add(slotOf(prefix + "_data_" + lanes.size()));
        }
        return java.util.Arrays.stream(transfers)
                .flatMapToLong(t -> java.util.stream.IntStream.range(0, lanes.size())
                        .filter(lane -> (t[mask] >>> lane & 1) != 0)
                        .mapToLong(lane -> t[lanes.get(lane)]))
                .toArray();
    }

    private boolean hasPort(String name) {
        return dataPorts.stream().anyMatch(port -> port.name().equals(name));
    }

    private int slotOf(String name) {
        int at = 0;
        for (Port port : dataPorts) {
            if (port.name().equals(name)) {
                return at;
            }
            at += port.slots();
        }
        throw new IllegalArgumentException("stream " + prefix + " has no port " + name);
    }

    /** Fails unless the transfers are exactly {@code expected}; names the first difference and its cycle. */
    public void mustBe(long[][] expected) {
        for (int i = 0; i < Math.min(expected.length, count()); i++) {
            int at = 0;
            for (Port port : dataPorts) {
                for (int slot = 0; slot < port.slots(); slot++, at++) {
                    if (expected[i][at] != transfers[i][at]) {
                        throw new AssertionError(Mismatch.text(port.name(), i, cycles[i], expected[i][at],
                                transfers[i][at], seed));
                    }
                }
            }
        }
        if (expected.length != count()) {
            throw new AssertionError(prefix + ": expected " + expected.length + " transfers, found " + count()
                    + "; seed " + seed);
        }
    }

    /** Fails unless the masked elements are exactly {@code expected}. */
    public void elementsMustBe(long[] expected) {
        long[] actual = elements();
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
            if (expected[i] != actual[i]) {
                throw new AssertionError(Mismatch.text(prefix, i, cycleOfElement(i), expected[i], actual[i], seed));
            }
        }
        if (expected.length != actual.length) {
            throw new AssertionError(prefix + ": expected " + expected.length + " elements, found " + actual.length
                    + "; seed " + seed);
        }
    }

    private long cycleOfElement(int element) {
        int mask = slotOf(prefix + "_mask");
        int seen = 0;
        for (int i = 0; i < count(); i++) {
            seen += Long.bitCount(transfers[i][mask]);
            if (element < seen) {
                return cycles[i];
            }
        }
        throw new IllegalArgumentException("no element " + element);
    }
}
