package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the scales of a packed tensor are. */
public enum ScaleForm {
    /** The format has none. */
    @JsonProperty("none") NONE,
    /** Binary16, one word ahead of the values of each row tile and group. */
    @JsonProperty("binary16-interleaved") BINARY16_INTERLEAVED
}
