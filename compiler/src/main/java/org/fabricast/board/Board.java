package org.fabricast.board;

import java.util.List;
import java.util.Optional;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;

/**
 * A board.
 *
 * @param name    identifier, lower case
 * @param title   what people call it
 * @param kind    simulation or FPGA
 * @param machine configuration and memory, for boards that can be compiled for
 * @param facts   numbers with their sources
 * @param fit     what machines it can hold, for FPGA boards whose machine is chosen by that
 */
public record Board(String name, String title, Kind kind, Optional<Machine> machine, List<Fact> facts, Optional<BoardFit> fit) {

    /** What stands behind a board. */
    public enum Kind { SIMULATION, FPGA }

    /**
     * What a model is compiled for.
     *
     * @param config    sizes of one core
     * @param facts     of its memory; of a board for shapes only, a stand-in that no figure comes from
     * @param cores     cores
     * @param shapeOnly sizes to compile shapes for; there is no Verilog of the whole board
     */
    public record Machine(HardwareConfig config, BoardFacts facts, Cores cores, boolean shapeOnly) { }

    public Board {
        facts = List.copyOf(facts);
    }
}
