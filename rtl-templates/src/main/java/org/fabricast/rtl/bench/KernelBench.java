package org.fabricast.rtl.bench;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * The bench of a kernel: runs it several times in a row without reset and ends with PASS, or with the first difference.
 *
 * @param header   what the file says first
 * @param name     name of the module
 * @param kernel   module that is tested
 * @param runs     number of runs
 * @param lastRun  number of the last run
 * @param runRange range of the number of a run, with a space after it
 * @param last     the number of the last run as wide as that
 * @param one      the number 1 as wide as that
 * @param elements number of elements and results that are compared in all runs
 * @param args     scalar arguments
 * @param results  scalar results
 * @param sources  input streams
 * @param sinks    output streams
 * @param ports    connections of the tested module with their separators
 * @param failures says whether a sink has seen a difference
 */
public record KernelBench(GeneratedHeader header, String name, String kernel, int runs, int lastRun, String runRange,
                          String last, String one, long elements, List<BenchScalar> args, List<BenchScalar> results,
                          List<BenchStream> sources, List<BenchStream> sinks, List<String> ports, String failures) {
    public KernelBench {
        args = List.copyOf(args);
        results = List.copyOf(results);
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        ports = List.copyOf(ports);
    }
}
