package org.fabricast.rtl.engine;

import java.util.List;
import java.util.stream.Stream;
import org.fabricast.rtl.GeneratedHeader;

/**
 * RUN: sequencer, array, drain and rescaling, with the input buffer and the scale words between them.
 *
 * @param header         what the file says first
 * @param size           sizes of the engine
 * @param sparseWires    what sequencer and array of sparse words have between them
 * @param sequencerPorts ports of the sequencer of sparse words, each on the net of its name
 * @param arrayPorts     ports of the array by which it gets its inputs, likewise
 */
public record EngineRun(GeneratedHeader header, EngineSizes size, List<Wire> sparseWires, List<String> sequencerPorts,
        List<String> arrayPorts) {

    public EngineRun {
        sparseWires = List.copyOf(sparseWires);
        sequencerPorts = List.copyOf(sequencerPorts);
        arrayPorts = List.copyOf(arrayPorts);
    }

    /**
     * A net.
     *
     * @param range its bits, with a space behind, if there are several
     * @param name  its name
     * @param value what it is, if it is not a port's
     */
    public record Wire(String range, String name, String value) { }

    private static final List<Wire> SPARSE_WIRES = List.of(new Wire("[255:0] ", "first_unit", " = word[255:0]"),
            new Wire("", "sparse", ""), new Wire("", "take_index", ""), new Wire("[23:0] ", "word_codes", ""),
            new Wire("", "multiply", ""), new Wire("", "second", ""), new Wire("", "x_read", ""),
            new Wire("[INPUT_BITS-1:0] ", "x1_addr", ""), new Wire("", "x1_there", ""), new Wire("[1:0] ", "sum_turn", ""));

    /** The run unit of an engine. */
    public static EngineRun of(EngineSizes size) {
        return new EngineRun(GeneratedHeader.of(EngineRun.class, size.toString(), size.parameters(), List.of(
                "RUN: for tile, group, row block, word, vector: acc += w * x; after a group",
                "result[row] = (first group ? +0.0 : result[row]) + float(acc) * (float(weight scale) * input scale).",
                "One word per vector and cycle; one more cycle per scale word. From the last word to the last result "
                        + (size.dotStage() + size.array() / size.laneCount() + size.writeStage()) + " cycles.",
                "Reset forgets the instruction; the input buffer keeps its contents.")), size,
                size.sparse() ? SPARSE_WIRES : List.of(), size.sparse() ? SPARSE_WIRES.stream().map(Wire::name).toList() : List.of(),
                size.sparse() ? sparseArrayPorts() : List.of("x"));
    }

    private static List<String> sparseArrayPorts() {
        return Stream.concat(Stream.of("x_addr", "x_w_valid", "x_w_addr", "x_w_data"), SPARSE_WIRES.stream()
                .filter(wire -> wire.value().isEmpty()).map(Wire::name)).toList();
    }

    /** Whether the input buffer is one memory that gives a word at a time; for sparse words it is in the array. */
    public boolean oneInput() {
        return !size.sparse();
    }
}
