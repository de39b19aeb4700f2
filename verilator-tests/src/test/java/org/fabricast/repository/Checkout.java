package org.fabricast.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a checkout, without what building and editors leave there (as {@code .gitignore} says), so that neither git nor a
 * commit is needed.
 *
 * @param root  the directory
 * @param files relative paths with {@code /}, sorted
 */
record Checkout(Path root, List<String> files) {

    private static final Set<String> LEFT_OUT = Set.of(".git", "target", ".idea", ".vscode");
    private static final int LARGEST_TEXT_BYTES = 1 << 20;

    static Checkout at(Path root) {
        List<String> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean output = directory.equals(root.resolve("build"));
                    return output || leftOut(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!leftOut(file)) { // in a worktree .git is a file
                        files.add(root.relativize(file).toString().replace('\\', '/'));
                    }
                    return FileVisitResult.CONTINUE;
                }

                private boolean leftOut(Path path) {
                    return !path.equals(root) && LEFT_OUT.contains(path.getFileName().toString());
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Checkout(root, files.stream().sorted().toList());
    }

    /** The checkout that the tests run in. */
    static Checkout current() {
        return at(Path.of(System.getProperty("fabricast.root")).toAbsolutePath().normalize());
    }

    Stream<String> ending(String... suffixes) {
        return files.stream().filter(file -> Stream.of(suffixes).anyMatch(file::endsWith));
    }

    /** Lines of a file; empty if it is no text or too long to have been written by hand. */
    Optional<List<String>> lines(String file) {
        try {
            if (Files.size(root.resolve(file)) > LARGEST_TEXT_BYTES) {
                return Optional.empty();
            }
            byte[] bytes = Files.readAllBytes(root.resolve(file));
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().lines().toList());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
