package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Order of the values of a packed tensor. */
public enum Tiling {
    /** Row after row, as a table from which single rows are read. */
    @JsonProperty("rows") ROWS,
    /** Row tiles, groups, blocks of N rows by N inputs: the scaled stream of {@code docs/architecture.md}. */
    @JsonProperty("stream") STREAM
}
