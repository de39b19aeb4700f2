package org.fabricast.rtl.sfu;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * The kernels of the special function unit side by side, and the choice of the one that works.
 *
 * @param header       what the file says first
 * @param laneHigh     lanes - 1
 * @param actDataHigh  highest bit of a word of the activation buffer
 * @param slots        operand slots
 * @param readers      names of the input streams and the highest bit of their words
 * @param kernels      the kernels
 * @param resultKernel kernel that has the unit's result
 * @param resultWire   its wire
 * @param unused       wires that nobody reads, by design
 */
public record SpecialFunctionKernels(GeneratedHeader header, int laneHigh, int actDataHigh, List<Integer> slots,
                                     List<Source> readers, List<Instance> kernels, String resultKernel,
                                     String resultWire, List<String> unused) {

    public SpecialFunctionKernels {
        slots = List.copyOf(slots);
        readers = List.copyOf(readers);
        kernels = List.copyOf(kernels);
        unused = List.copyOf(unused);
    }

    /** An input stream: prefix of its wires, highest bit of a word. */
    public record Source(String name, int dataHigh) { }

    /**
     * A kernel.
     *
     * @param name        prefix of its wires
     * @param module      Verilog module
     * @param code        of its instruction
     * @param wires       declarations
     * @param connections ports, all but clk, rst, start and done
     * @param choices     assignments while its instruction is executed
     */
    public record Instance(String name, String module, String code, List<String> wires, List<String> connections,
                           List<String> choices) {
        public Instance {
            wires = List.copyOf(wires);
            connections = List.copyOf(connections);
            choices = List.copyOf(choices);
        }
    }
}
