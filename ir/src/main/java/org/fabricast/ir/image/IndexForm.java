package org.fabricast.ir.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the positions of the stored values of a sparse tensor are said. The ordinal is the {@code pattern} of {@code RUN}. */
public enum IndexForm {
    /** Dense: every value is stored. */
    @JsonProperty("none") NONE("dense"),
    /** Two of sixteen, as a list. */
    @JsonProperty("2:16") TWO_OF_16("2:16"),
    /** Four of sixteen, as a list. */
    @JsonProperty("4:16") FOUR_OF_16("4:16"),
    /** Eight of sixteen, as a bitmap. */
    @JsonProperty("8:16") EIGHT_OF_16("8:16"),
    /** Every value, in blocks with descriptors. */
    @JsonProperty("16:16") ALL("16:16"),
    /** Two of each four, as a list. */
    @JsonProperty("2:4") TWO_OF_4("2:4"),
    /** One of each four, as a list. */
    @JsonProperty("1:4") ONE_OF_4("1:4"),
    /** As the descriptor of each block says. */
    @JsonProperty("blocks") BLOCKS("per block");

    private final String text;

    IndexForm(String text) {
        this.text = text;
    }

    /** The form of a stream whose {@code RUN} declares {@code pattern}. */
    public static IndexForm ofPattern(int pattern) {
        return values()[pattern];
    }

    /** For people. */
    public String text() {
        return text;
    }
}
