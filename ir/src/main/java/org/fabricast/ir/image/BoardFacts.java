package org.fabricast.ir.image;

/**
 * What the manifest says about the board; the simulated memory follows it.
 *
 * @param name                identifier, lower case
 * @param memoryLatencyCycles cycles from an accepted read address to the first beat
 * @param memoryBytesPerCycle peak of all memory ports
 */
public record BoardFacts(String name, int memoryLatencyCycles, int memoryBytesPerCycle) {

    public BoardFacts {
        if (!name.matches("[a-z0-9-]+") || memoryLatencyCycles < 1 || memoryBytesPerCycle < 1) {
            throw new IllegalArgumentException("board " + name);
        }
    }
}
