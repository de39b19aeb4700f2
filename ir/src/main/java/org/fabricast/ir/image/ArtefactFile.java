package org.fabricast.ir.image;

import java.util.Arrays;

/**
 * A file of an artefact.
 *
 * @param path   relative to the directory, with {@code /}
 * @param bytes  length
 * @param sha256 of its contents, 64 hex digits
 */
public record ArtefactFile(String path, long bytes, String sha256) {

    public ArtefactFile {
        if (path.isBlank() || path.startsWith("/") || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0
                || Arrays.asList(path.split("/", -1)).stream().anyMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."))) {
            throw new IllegalArgumentException("unusable path in an artefact: " + path);
        }
        if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("file " + path + ": " + bytes + " bytes, hash " + sha256);
        }
    }
}
