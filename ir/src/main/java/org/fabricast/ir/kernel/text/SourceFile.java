package org.fabricast.ir.kernel.text;

import java.util.List;

/**
 * One kernel source file.
 *
 * @param name how the user knows it
 * @param text its content
 */
record SourceFile(String name, String text) {

    private static final int MAX_WIDTH = 240;

    /** A place in a file; line from 1, column from 1. */
    record Position(SourceFile file, int line, int column) {

        /** {@code file:line:column}. */
        String text() {
            return file.name() + ":" + line + ":" + column;
        }

        /** The line of source, or the part of a long one around the column, with a caret below the column. */
        String excerpt() {
            List<String> lines = file.text().lines().toList();
            String source = line <= lines.size() ? lines.get(line - 1).replace('\t', ' ') : "";
            int from = Math.max(0, Math.min(column - 1, source.length()) - MAX_WIDTH / 2);
            int to = Math.min(source.length(), from + MAX_WIDTH);
            String number = Integer.toString(line);
            return "  " + number + " | " + source.substring(from, to) + "\n  " + " ".repeat(number.length()) + " | "
                    + " ".repeat(Math.max(0, column - 1 - from)) + "^";
        }
    }
}
