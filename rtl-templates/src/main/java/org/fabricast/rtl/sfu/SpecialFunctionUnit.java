package org.fabricast.rtl.sfu;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * The special function unit: control, readers, kernels, writers.
 *
 * @param header      what the file says first
 * @param lanesLog2   log2 of the lanes
 * @param laneHigh    lanes - 1
 * @param actHigh     highest bit of a word address of the activation buffer
 * @param actDataHigh highest bit of a word of the activation buffer
 * @param slots       operand slots
 * @param countGroups condition that the offered instruction's groups must be counted
 * @param readers     readers of the vector buffers
 * @param outBase     word address of the output
 * @param scalesBase  element address of the scales
 */
public record SpecialFunctionUnit(GeneratedHeader header, int lanesLog2, int laneHigh, int actHigh, int actDataHigh,
                                  List<Integer> slots, String countGroups, List<Reader> readers, String outBase,
                                  String scalesBase) {

    public SpecialFunctionUnit {
        slots = List.copyOf(slots);
        readers = List.copyOf(readers);
    }

    /**
     * A read port of a vector buffer.
     *
     * @param name     prefix of its wires
     * @param addrHigh highest bit of a word address
     * @param dataHigh highest bit of a word
     * @param uses     what the instructions read through it
     */
    public record Reader(String name, int addrHigh, int dataHigh, List<Use> uses) {
        public Reader {
            uses = List.copyOf(uses);
        }
    }

    /**
     * What one instruction reads.
     *
     * @param code   of the instruction
     * @param what   kernel and stream, for the reader of the Verilog
     * @param base   word address of the first element
     * @param passes times it is read
     * @param mode   order, as {@code vector_reader} has it
     */
    public record Use(String code, String what, String base, String passes, String mode) { }
}
