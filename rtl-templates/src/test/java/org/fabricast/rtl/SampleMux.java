package org.fabricast.rtl;

import java.util.List;

/** Model of the template {@code sample_mux} of these tests. */
public record SampleMux(GeneratedHeader header, String module, List<SamplePort> ports, boolean registered) {

    public SampleMux {
        ports = List.copyOf(ports);
    }

    /** One port of the sample. */
    public record SamplePort(String name, int high, String separator) { }
}
