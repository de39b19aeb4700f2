package org.fabricast.compiler.frontend.llama2c;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.fabricast.compiler.frontend.Dimensions;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.compiler.frontend.WeightFile;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.LlamaShape;

/**
 * Header of a checkpoint.
 *
 * <p>Version 0 is seven int32: dim, hidden, layers, heads, KV heads, vocabulary (negative if the classifier is not
 * shared), context. Versions 1 and 2 begin with the magic {@code "ak42"} as int32 and the version, then the seven, then one
 * byte that says whether the classifier is shared; version 2 has the int32 group size behind it, unaligned. Their header
 * is 256 bytes long.
 *
 * <p>Errors: F2005 impossible dimensions, all at once; F2006 too short for a header; F2008 unknown version. Source: the
 * llama2.c export formats.
 *
 * @param version   0, 1 or 2
 * @param shape     dimensions
 * @param groupSize weights of one scale in version 2, else 0
 */
record Llama2cHeader(int version, LlamaShape shape, int groupSize) {

    private static final int MAGIC = 0x616b3432;
    private static final int LEGACY_BYTES = 7 * Integer.BYTES;
    private static final int HEADER_BYTES = 256;
    private static final int LARGEST_GROUP = 1 << 20;

    /** Constants of the format: no checkpoint says them. */
    private static final float EPS = 1e-5f;
    private static final double THETA = 10_000;

    /** Where the weights begin. Units: bytes. */
    int weightsOffset() {
        return version == 0 ? LEGACY_BYTES : HEADER_BYTES;
    }

    static boolean hasMagic(int first) {
        return first == MAGIC;
    }

    static Llama2cHeader read(WeightFile file) {
        String subject = file.path().toString();
        ByteBuffer in = header(file, subject, LEGACY_BYTES);
        if (!hasMagic(in.getInt(0))) {
            return legacy(in, subject);
        }
        int version = in.getInt(4);
        if (version != 1 && version != 2) {
            throw new FabricastException(ErrorCode.F2008, subject, "version 0, 1 or 2", "version " + version, "");
        }
        return modern(header(file, subject, HEADER_BYTES).position(8), subject, version);
    }

    private static ByteBuffer header(WeightFile file, String subject, int bytes) {
        if (file.size() < bytes) {
            throw new FabricastException(ErrorCode.F2006, subject, "a header of " + bytes + " bytes",
                    file.size() + " bytes", "");
        }
        return file.bytes(0, bytes);
    }

    private static Llama2cHeader legacy(ByteBuffer in, String subject) {
        Findings findings = new Findings();
        int[] seven = seven(in);
        boolean tied = seven[5] > 0;
        // The least int has no positive counterpart; as a long it fails the bound like any absurd number.
        LlamaShape shape = shape(seven, Math.abs((long) seven[5]), tied, subject, findings);
        findings.throwIfAny();
        return new Llama2cHeader(0, shape, 0);
    }

    private static Llama2cHeader modern(ByteBuffer in, String subject, int version) {
        Findings findings = new Findings();
        int[] seven = seven(in);
        int shared = Byte.toUnsignedInt(in.get());
        if (shared > 1) {
            findings.add(ErrorCode.F2005, subject + ", shared classifier", "0 or 1", String.valueOf(shared));
        }
        int group = version == 2 ? in.getInt() : 0;
        if (version == 2) {
            new Dimensions(subject, findings).count("group size", group, LARGEST_GROUP);
        }
        LlamaShape shape = shape(seven, seven[5], shared == 1, subject, findings);
        findings.throwIfAny();
        return new Llama2cHeader(version, shape, group);
    }

    private static int[] seven(ByteBuffer in) {
        int[] seven = new int[7];
        for (int i = 0; i < seven.length; i++) {
            seven[i] = in.getInt();
        }
        return seven;
    }

    /** The shape, or any shape if there are findings. */
    private static LlamaShape shape(int[] seven, long vocab, boolean tied, String subject, Findings findings) {
        Dimensions check = new Dimensions(subject, findings);
        int dim = seven[0];
        int heads = seven[3];
        int kvHeads = seven[4];
        boolean good = check.count("dim", dim, Dimensions.LARGEST_WIDTH)
                & check.count("hidden", seven[1], Dimensions.LARGEST_WIDTH)
                & check.count("layers", seven[2], Dimensions.LARGEST_DEPTH)
                & check.count("heads", heads, Dimensions.LARGEST_HEADS)
                & check.count("kv heads", kvHeads, Dimensions.LARGEST_HEADS)
                & check.count("vocabulary", vocab, Dimensions.LARGEST_VOCABULARY)
                & check.count("context", seven[6], Dimensions.LARGEST_CONTEXT);
        if (good) {
            check.multiple("dim", dim, "heads", heads);
            check.multiple("heads", heads, "kv heads", kvHeads);
            if (dim % heads == 0) {
                check.evenHead(dim / heads);
            }
        }
        if (!findings.isEmpty()) {
            return new LlamaShape(2, 1, 1, 1, 1, 2, 1, 1, EPS, THETA, RotaryStyle.INTERLEAVED, Optional.empty(), tied);
        }
        return new LlamaShape(dim, seven[1], seven[2], heads, kvHeads, dim / heads, (int) vocab, seven[6], EPS, THETA,
                RotaryStyle.INTERLEAVED, Optional.empty(), tied);
    }
}
