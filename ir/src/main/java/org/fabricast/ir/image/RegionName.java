package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Regions of device memory. */
public enum RegionName {
    /** The instructions; base register {@code PROGRAM_BASE}. */
    @JsonProperty("program") PROGRAM,
    /** Region 0 of the instructions; base register {@code WEIGHTS_BASE}. */
    @JsonProperty("weights") WEIGHTS,
    /** Region 1 of the instructions; base register {@code KV_BASE}. */
    @JsonProperty("kv") KV,
    /** Region 2 of the instructions, logits; base register {@code IO_BASE}. */
    @JsonProperty("io") IO
}
