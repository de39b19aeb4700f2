package org.fabricast.board;

/**
 * One number (or name) about a board.
 *
 * @param name     camel case, with the unit where it has one
 * @param value    number or text
 * @param unit     what is counted; may be empty
 * @param source   where it comes from
 * @param verified false if the source is not a document or a measurement
 */
public record Fact(String name, Object value, String unit, String source, boolean verified) {

    public Fact {
        if (name.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException("a fact needs a name and a source");
        }
    }
}
