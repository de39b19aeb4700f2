package org.fabricast.compiler.frontend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hash.Sha256;

/**
 * Where a model came from.
 *
 * @param format  kind of file
 * @param version version of that format, or the architecture's name
 * @param files   files that were read, the principal one first
 */
public record Provenance(ModelFormat format, String version, List<Path> files) {

    public Provenance {
        Objects.requireNonNull(format);
        Objects.requireNonNull(version);
        files = List.copyOf(files);
    }

    /** SHA-256 of each file by its name, in order. Cost: reads every file once. */
    public Map<String, String> sha256() {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Path file : files) {
            hashes.put(String.valueOf(file.getFileName()), sha256(file));
        }
        return hashes;
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F2002, file.toString(), "a readable file", e.toString(), "");
        }
    }
}
