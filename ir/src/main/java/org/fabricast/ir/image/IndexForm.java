package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the positions of the stored values of a sparse tensor are said. */
public enum IndexForm {
    /** Dense: every value is stored. */
    @JsonProperty("none") NONE
}
