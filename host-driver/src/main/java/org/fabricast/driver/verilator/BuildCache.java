package org.fabricast.driver.verilator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.CacheDirectory;

/**
 * Directory of products, one sub-directory per key. An entry is made aside and renamed into place, so it is there entirely
 * or not at all; a lock file per key lets one process build while others wait.
 *
 * @param root directory of the entries; made when first needed
 */
record BuildCache(Path root) {

    private static final long LOCK_POLL_MILLISECONDS = 20;

    /** Verilated libraries in the user's cache. */
    static BuildCache of(Map<String, String> environment) {
        return new BuildCache(CacheDirectory.of(environment).resolve("verilated"));
    }

    /**
     * The file of an entry, made first when it is absent.
     *
     * @param key     name of the entry
     * @param product name of the file in the entry
     * @param maker   gets a scratch directory, returns the finished file in it
     */
    Path get(String key, String product, UnaryOperator<Path> maker) {
        Path file = root.resolve(key).resolve(product);
        if (Files.isRegularFile(file)) {
            return file;
        }
        try {
            Files.createDirectories(root);
            try (FileChannel channel = FileChannel.open(root.resolve(key + ".lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                if (!lock.isValid()) {
                    throw new IOException("lock of " + key + " lost");
                }
                if (!Files.isRegularFile(file)) {
                    make(key, product, maker);
                }
                return file;
            }
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1003, root.toString(), "a writable cache directory", e.toString(),
                    "name another directory in " + CacheDirectory.VARIABLE + ".");
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException held) {
                // Another thread of this process builds the same entry: wait as for another process.
            }
            try {
                Thread.sleep(LOCK_POLL_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for another build", e);
            }
        }
    }

    private void make(String key, String product, UnaryOperator<Path> maker) throws IOException {
        // The lock of the key is held: a scratch directory that is there was left behind by a process that was killed.
        Path scratch = root.resolve(key + ".building");
        if (Files.exists(scratch)) {
            deleteTree(scratch);
        }
        Files.createDirectory(scratch);
        try {
            Path made = maker.apply(scratch);
            Path entry = Files.createDirectory(scratch.resolve("entry"));
            Files.move(made, entry.resolve(product), StandardCopyOption.ATOMIC_MOVE);
            Files.move(entry, root.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(scratch);
        }
    }

    private static void deleteTree(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
