package org.fabricast.ir.image;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hash.Sha256;

/**
 * Writes an artefact beside its place and renames it when complete, so that no half of one is ever found there. Closing
 * without {@link #finish} leaves the place as it was.
 *
 * <p>Errors: F1003 if the place cannot be written or holds something that is not an artefact.
 */
public final class ArtefactWriter implements AutoCloseable {

    private final Path target;
    private final Path aside;
    private final String marker;

    private ArtefactWriter(Path target, Path aside, String marker) {
        this.target = target;
        this.aside = aside;
        this.marker = marker;
    }

    /** Begins an artefact that will stand at {@code directory}. */
    public static ArtefactWriter begin(Path directory) {
        return begin(directory, Manifest.FILE);
    }

    /**
     * Begins a directory of another kind, to be ended with {@link #finishWith}.
     *
     * @param marker file that tells a directory of this kind, which may be replaced
     */
    public static ArtefactWriter begin(Path directory, String marker) {
        Path target = directory.toAbsolutePath().normalize();
        requirePlace(target, marker);
        return guarded(target, () -> {
            // Not a temporary directory of the system's: that would be readable by its owner only.
            Path aside = target.resolveSibling("." + target.getFileName() + ".partial-" + ProcessHandle.current().pid());
            deleteTree(aside);
            Files.createDirectories(aside);
            return new ArtefactWriter(target, aside, marker);
        });
    }

    /** Whether an artefact can stand at {@code directory}; long work asks before it begins. Errors: F1003. */
    public static void requirePlace(Path directory) {
        requirePlace(directory, Manifest.FILE);
    }

    /** The same for a directory of another kind, told by its {@code marker}. */
    public static void requirePlace(Path directory, String marker) {
        Path target = directory.toAbsolutePath().normalize();
        if (target.getParent() == null) {
            throw refused(target, "the root directory");
        }
        if (target.equals(Path.of("").toAbsolutePath().normalize())) {
            // Replacing it would pull it from under the shell.
            throw refused(target, "the current directory");
        }
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw refused(target, "a file");
        }
        if (!Files.isRegularFile(target.resolve(marker)) && !isEmpty(target)) {
            throw refused(target, "a directory with other contents");
        }
    }

    private static FabricastException refused(Path target, String found) {
        return new FabricastException(ErrorCode.F1003, target.toString(), "a free place or an artefact to replace",
                found, "choose another place");
    }

    private static boolean isEmpty(Path directory) {
        return guarded(directory, () -> {
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.findAny().isEmpty();
            }
        });
    }

    /** Adds a file. */
    public void file(String path, byte[] contents) {
        guarded(target, () -> {
            try (OutputStream out = stream(path)) {
                out.write(contents);
            }
            return path;
        });
    }

    /** Adds a text file in UTF-8. */
    public void text(String path, String contents) {
        file(path, contents.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file that the caller writes and closes. */
    public OutputStream stream(String path) {
        ArtefactFile checked = new ArtefactFile(path, 0, Sha256.of(new byte[0]));
        return guarded(target, () -> {
            Path file = aside.resolve(checked.path());
            Files.createDirectories(file.getParent());
            return Files.newOutputStream(file);
        });
    }

    /** Hashes all files, writes the manifest made from their list, and puts the directory into its place. */
    public Artefact finish(Function<List<ArtefactFile>, Manifest> manifest) {
        return guarded(target, () -> {
            Manifest complete = manifest.apply(hashes());
            place(ManifestJson.write(complete));
            return new Artefact(target, complete);
        });
    }

    /** Hashes all files, writes the marker's text made from their list, and puts the directory into its place. */
    public Path finishWith(Function<List<ArtefactFile>, String> text) {
        return guarded(target, () -> {
            place(text.apply(hashes()));
            return target;
        });
    }

    private void place(String text) throws IOException {
        Files.writeString(aside.resolve(marker), text);
        requirePlace(target, marker);
        Path old = aside.resolveSibling(aside.getFileName() + "-old");
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(old);
    }

    private List<ArtefactFile> hashes() throws IOException {
        List<ArtefactFile> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(aside)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String path = aside.relativize(file).toString().replace(File.separatorChar, '/');
                files.add(new ArtefactFile(path, Files.size(file), Sha256.of(file)));
            }
        }
        files.sort(Comparator.comparing(ArtefactFile::path));
        return files;
    }

    /** Removes what was written aside, if {@link #finish} has not put it into place. */
    @Override
    public void close() {
        guarded(target, () -> {
            deleteTree(aside);
            return target;
        });
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Something that may fail on the file system. */
    private interface Step<T> {
        T run() throws IOException;
    }

    private static <T> T guarded(Path target, Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1003, target.toString(), "a place that can be written",
                    String.valueOf(e.getMessage()), "");
        }
    }
}
