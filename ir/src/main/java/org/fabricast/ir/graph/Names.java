package org.fabricast.ir.graph;

import java.util.regex.Pattern;

/** The one rule for names of values, constants and nodes; the grammar of the textual form says the same. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]*");

    private Names() {
    }

    /** Returns {@code name} if it is one, else throws {@link IllegalArgumentException}. */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name \"" + name + "\" must match " + NAME);
        }
        return name;
    }
}
