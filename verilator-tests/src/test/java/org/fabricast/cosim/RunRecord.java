package org.fabricast.cosim;

import java.util.Map;

/**
 * What happened in one run with streams.
 *
 * @param firstCycle first cycle of the run
 * @param flagCycle  cycle in which the awaited flag was first 1, or -1 when none was awaited
 * @param streams    all streams by prefix
 */
public record RunRecord(long firstCycle, long flagCycle, Map<String, StreamRecord> streams) {

    public RunRecord {
        streams = Map.copyOf(streams);
    }

    public StreamRecord stream(String prefix) {
        if (!streams.containsKey(prefix)) {
            throw new IllegalArgumentException("no stream " + prefix);
        }
        return streams.get(prefix);
    }
}
