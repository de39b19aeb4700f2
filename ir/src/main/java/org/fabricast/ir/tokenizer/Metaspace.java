package org.fabricast.ir.tokenizer;

/**
 * How text becomes what SentencePiece vocabularies are written in: spaces as U+2581, and one in front.
 *
 * @param front where U+2581 is put in front
 */
record Metaspace(Front front) {

    /** The visible space. */
    static final char SPACE = '\u2581';

    /** Where one is put in front. */
    enum Front {
        /** Nowhere. */
        NEVER,
        /** In front of every stretch of text, whatever it begins with. */
        ALWAYS,
        /** In front of every stretch that does not begin with a space. */
        UNLESS_THERE,
        /** In front of the text if it does not begin with a space or an added token. */
        FIRST_UNLESS_THERE
    }

    /** The text in this form; {@code first} says whether the stretch begins the whole text. */
    String apply(String text, boolean first) {
        if (text.isEmpty()) {
            return text;
        }
        String visible = text.replace(' ', SPACE);
        boolean there = visible.charAt(0) == SPACE;
        boolean put = switch (front) {
            case NEVER -> false;
            case ALWAYS -> true;
            case UNLESS_THERE -> !there;
            case FIRST_UNLESS_THERE -> first && !there;
        };
        return put ? SPACE + visible : visible;
    }
}
