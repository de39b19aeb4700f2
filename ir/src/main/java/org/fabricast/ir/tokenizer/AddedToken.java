package org.fabricast.ir.tokenizer;

/**
 * A token recognised as a whole before the text is split.
 *
 * @param id         its id
 * @param content    the text it stands for, not empty
 * @param stripLeft  whether it swallows white space before it
 * @param stripRight whether it swallows white space after it
 * @param normalized whether it is looked for after normalisation instead of before
 * @param special    whether it controls the model and adds no text when decoded
 */
record AddedToken(int id, String content, boolean stripLeft, boolean stripRight, boolean normalized, boolean special) {

    AddedToken {
        if (id < 0 || content.isEmpty()) {
            throw new IllegalArgumentException("added token " + id + " \"" + content + "\"");
        }
    }

    /** The same token looked for under another form of its text. */
    AddedToken withContent(String other) {
        return new AddedToken(id, other, stripLeft, stripRight, normalized, special);
    }
}
