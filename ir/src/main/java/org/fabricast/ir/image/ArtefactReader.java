package org.fabricast.ir.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hash.Sha256;
import org.fabricast.ir.isa.Opcode;

/** Opens an artefact directory and checks everything the manifest says about it. */
public final class ArtefactReader {

    private ArtefactReader() {
    }

    /**
     * Opens an artefact.
     *
     * @throws FabricastException F9001 no readable manifest, F9002 another version, F9003 a file is missing, F9004 a file
     *                            was changed, F9005 the configuration or program does not agree with what the manifest says
     */
    public static Artefact open(Path directory) {
        Path file = directory.resolve(Manifest.FILE);
        if (!Files.isRegularFile(file)) {
            throw new FabricastException(ErrorCode.F9001, directory.toString(), "a directory with " + Manifest.FILE,
                    Files.isDirectory(directory) ? "none in it" : "no such directory", "write one with compile");
        }
        Manifest manifest;
        try {
            manifest = ManifestJson.read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F9001, file.toString(), "a readable file", String.valueOf(e.getMessage()), "");
        }
        List<Diagnostic> findings = new ArrayList<>();
        checkFiles(directory, manifest, findings);
        checkAgreement(file, manifest, findings);
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        return new Artefact(directory, manifest);
    }

    private static void checkFiles(Path directory, Manifest manifest, List<Diagnostic> findings) {
        for (ArtefactFile expected : manifest.files()) {
            Path path = directory.resolve(expected.path());
            if (!Files.isRegularFile(path)) {
                findings.add(new Diagnostic(ErrorCode.F9003, path.toString(), "a file of " + expected.bytes() + " bytes",
                        "none", "compile the model again"));
                continue;
            }
            try {
                long bytes = Files.size(path);
                String hash = bytes == expected.bytes() ? Sha256.of(path) : bytes + " bytes";
                if (!hash.equals(expected.sha256())) {
                    findings.add(new Diagnostic(ErrorCode.F9004, path.toString(), expected.bytes()
                            + " bytes with SHA-256 " + expected.sha256(), hash, "compile the model again"));
                }
            } catch (IOException e) {
                findings.add(new Diagnostic(ErrorCode.F9003, path.toString(), "a readable file",
                        String.valueOf(e.getMessage()), ""));
            }
        }
    }

    private static void checkAgreement(Path file, Manifest manifest, List<Diagnostic> findings) {
        if (!manifest.configurationHash().equals(manifest.configuration().hash())) {
            findings.add(new Diagnostic(ErrorCode.F9005, file.toString(), "configuration hash "
                    + manifest.configuration().hash(), manifest.configurationHash(), "compile the model again"));
        }
        length(file, manifest, Manifest.PROGRAM_FILE, (long) manifest.program().instructions() * Opcode.BYTES, findings);
        length(file, manifest, Manifest.WEIGHTS_FILE, manifest.weights().bytes(), findings);
        if (findings.isEmpty()) {
            checkRegions(file, manifest, findings);
        }
    }

    /** What the program will put into a region fits: the machine itself does not watch the borders. */
    private static void checkRegions(Path file, Manifest manifest, List<Diagnostic> findings) {
        ProgramFacts program = manifest.program();
        long context = program.context();
        room(file, manifest, RegionName.PROGRAM, program.instructions(), Opcode.BYTES, findings);
        room(file, manifest, RegionName.WEIGHTS, 1, manifest.weights().bytes(), findings);
        room(file, manifest, RegionName.KV, context, manifest.costs().kvBytesPerPosition(), findings);
        room(file, manifest, RegionName.IO, context, program.logitsStrideBytes(), findings);
        if (program.logitsStrideBytes() < 4L * manifest.model().vocabulary()) {
            findings.add(new Diagnostic(ErrorCode.F9005, file.toString(), "logits of " + manifest.model().vocabulary()
                    + " words", program.logitsStrideBytes() + " bytes for them", "compile the model again"));
        }
    }

    private static void room(Path file, Manifest manifest, RegionName name, long count, long each,
                             List<Diagnostic> findings) {
        long found = manifest.region(name).bytes();
        if (found / count < each) {
            findings.add(new Diagnostic(ErrorCode.F9005, file.toString(), "region " + name + " with room for " + count
                    + " times " + each + " bytes", found + " bytes", "compile the model again"));
        }
    }

    private static void length(Path file, Manifest manifest, String path, long bytes, List<Diagnostic> findings) {
        long found = manifest.files().stream().filter(f -> f.path().equals(path)).mapToLong(ArtefactFile::bytes)
                .findFirst().orElse(-1);
        if (found != bytes) {
            findings.add(new Diagnostic(ErrorCode.F9005, file.toString(), path + " with " + bytes + " bytes",
                    found < 0 ? "it is not listed" : found + " bytes", "compile the model again"));
        }
    }
}
