package org.fabricast.repository;

/**
 * A violation of a rule.
 *
 * @param file relative to the checkout
 * @param line from 1; 0 if it is about the whole file
 */
record Finding(String file, int line, String text) {

    @Override
    public String toString() {
        return line == 0 ? file + ": " + text : file + ":" + line + ": " + text;
    }
}
