package org.fabricast.cosim;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fabricast.driver.verilator.BuildOptions;
import org.fabricast.driver.verilator.VerilogSource;

/**
 * What a {@link UnitSimulator} is made of.
 *
 * @param top        module under test
 * @param sources    its Verilog and that of the modules it uses
 * @param ports      all its ports
 * @param parameters integer parameters that differ from their defaults
 * @param seed       seed of idle cycles, back-pressure and junk on idle inputs
 * @param trace      FST file to write, if any
 * @param optimisation level of the C++ compiler, 0 to 3
 */
public record UnitSetup(String top, List<VerilogSource> sources, List<Port> ports, SortedMap<String, Long> parameters, long seed,
        Optional<Path> trace, int optimisation) {

    public UnitSetup {
        sources = List.copyOf(sources);
        ports = List.copyOf(ports);
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** A unit with the given ports, clock {@code clk}, seed 1, no trace. */
    public static UnitSetup of(String top, List<VerilogSource> sources, List<Port> ports) {
        return new UnitSetup(top, sources, ports, Collections.emptySortedMap(), 1, Optional.empty(), 1);
    }

    /** A unit whose port list is read from its own text; see {@link Port#parse}. */
    public static UnitSetup of(String top, List<VerilogSource> sources) {
        String text = sources.stream().filter(source -> source.name().equals(top + ".v")).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no file " + top + ".v")).text();
        return of(top, sources, Port.parse(text, top));
    }

    public UnitSetup withParameter(String name, long value) {
        TreeMap<String, Long> more = new TreeMap<>(parameters);
        more.put(name, value);
        return new UnitSetup(top, sources, ports, more, seed, trace, optimisation);
    }

    public UnitSetup withSeed(long newSeed) {
        return new UnitSetup(top, sources, ports, parameters, newSeed, trace, optimisation);
    }

    public UnitSetup withTrace(Path file) {
        return new UnitSetup(top, sources, ports, parameters, seed, Optional.of(file), optimisation);
    }

    /** Without optimisation in C++: for large units that run for a moment only. */
    public UnitSetup quicklyCompiled() {
        return new UnitSetup(top, sources, ports, parameters, seed, trace, 0);
    }

    public String wrapper() {
        boolean clocked = ports.stream().anyMatch(port -> port.name().equals("clk"));
        return UnitWrapper.text(ports, clocked ? "clk" : "", trace.isPresent());
    }

    public BuildOptions options() {
        return new BuildOptions(trace.isPresent(), optimisation);
    }

    public UnitSimulator open() {
        return new UnitSimulator(this);
    }
}
