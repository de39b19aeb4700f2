package org.fabricast.driver.verilator;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that decides what a verilated library is.
 *
 * <p>The wrapper includes {@code "Vdut.h"} (class {@code Vdut}: the top module) and whatever it needs of Verilator. Only
 * functions named {@code fab_…} and declared {@code extern "C"} are visible outside the library, so that several
 * libraries can live in one process.
 *
 * @param top        top module
 * @param parameters integer parameters of the top module that differ from their defaults
 * @param sources    Verilog files, no two of one name
 * @param wrapper    C++ source text
 * @param options    how to build
 */
public record BuildRequest(String top, SortedMap<String, Long> parameters, List<VerilogSource> sources, String wrapper,
        BuildOptions options) {

    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";

    public BuildRequest {
        if (!top.matches(IDENTIFIER)) {
            throw new IllegalArgumentException("not a module name: " + top);
        }
        for (Map.Entry<String, Long> parameter : parameters.entrySet()) {
            if (!parameter.getKey().matches(IDENTIFIER)) {
                throw new IllegalArgumentException("not a parameter name: " + parameter.getKey());
            }
            if (parameter.getValue() < Integer.MIN_VALUE || parameter.getValue() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("parameter " + parameter + " does not fit in 32 bits");
            }
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no Verilog");
        }
        Set<String> names = new HashSet<>();
        for (VerilogSource source : sources) {
            if (!names.add(source.name())) {
                throw new IllegalArgumentException("two files named " + source.name());
            }
        }
        if (wrapper.isBlank()) {
            throw new IllegalArgumentException("no wrapper");
        }
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        sources = List.copyOf(sources);
    }

    /** A request without parameters. */
    public BuildRequest(String top, List<VerilogSource> sources, String wrapper, BuildOptions options) {
        this(top, Collections.emptySortedMap(), sources, wrapper, options);
    }
}
