package org.fabricast.compiler.frontend;

import java.nio.file.Path;

/** A model's name, from its path. */
public final class ModelName {

    private ModelName() {
    }

    /** The last part of the path without its extension, other characters than letters, digits and {@code ._-} replaced. */
    public static String of(Path model, String extension) {
        Path last = model.toAbsolutePath().normalize().getFileName();
        String text = last == null ? "" : last.toString();
        if (!extension.isEmpty() && text.endsWith(extension)) {
            text = text.substring(0, text.length() - extension.length());
        }
        String name = text.replaceAll("[^A-Za-z0-9._-]", "_");
        return name.isEmpty() ? "model" : name;
    }
}
