package org.fabricast.ir.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An artefact whose files were all found and checked.
 *
 * @param directory where it is
 * @param manifest  what it says
 */
public record Artefact(Path directory, Manifest manifest) {

    /** The place of a file by its path in the manifest. */
    public Path path(String path) {
        if (manifest.files().stream().noneMatch(f -> f.path().equals(path))) {
            throw new IllegalArgumentException("the artefact has no file " + path);
        }
        return directory.resolve(path);
    }

    /** Contents of a file by its path in the manifest. */
    public byte[] bytes(String path) {
        try {
            return Files.readAllBytes(path(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Verilog files, in the manifest's order. */
    public List<Path> rtl() {
        return manifest.files().stream().filter(f -> f.path().startsWith(Manifest.RTL + "/"))
                .map(f -> directory.resolve(f.path())).toList();
    }
}
