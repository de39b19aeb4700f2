package org.fabricast.ir.kernel.text;

import java.util.List;

/**
 * One kernel source file.
 *
 * @param name how the user knows it
 * @param text its content
 */
record SourceFile(String name, String text) {

    /** A place in a file; line from 1, column from 1. */
    record Position(SourceFile file, int line, int column) {

        /** {@code file:line:column}. */
        String text() {
            return file.name() + ":" + line + ":" + column;
        }

        /** The line of source with a caret below the column. */
        String excerpt() {
            List<String> lines = file.text().lines().toList();
            String source = line <= lines.size() ? lines.get(line - 1).replace('\t', ' ') : "";
            String number = Integer.toString(line);
            return "  " + number + " | " + source + "\n  " + " ".repeat(number.length()) + " | "
                    + " ".repeat(column - 1) + "^";
        }
    }
}
