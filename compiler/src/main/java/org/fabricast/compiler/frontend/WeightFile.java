package org.fabricast.compiler.frontend;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.DType;

/**
 * A file of little-endian weights of any length, read in pieces; no more memory is taken than the caller asked for.
 *
 * <p>Errors: F2001 missing, F2002 unreadable. Reading outside the file is a caller's bug.
 */
public final class WeightFile implements Closeable {

    private static final int PIECE_BYTES = 4 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private WeightFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Opens a file. */
    public static WeightFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new FabricastException(ErrorCode.F2001, path.toString(), "a file",
                    Files.exists(path) ? "something else" : "nothing", "");
        }
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new WeightFile(path, channel, channel.size());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Where it lies. */
    public Path path() {
        return path;
    }

    /** Units: bytes. */
    public long size() {
        return size;
    }

    /** Bytes from an offset. */
    public ByteBuffer bytes(long offset, int count) {
        if (offset < 0 || count < 0 || offset > size - count) {
            throw new IllegalArgumentException(count + " bytes at " + offset + " of " + path + " with " + size);
        }
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(buffer, offset);
        return buffer.flip();
    }

    /** Elements of a floating-point type from an offset. */
    public float[] floats(long offset, int count, DType type) {
        int width = type.bits() / Byte.SIZE;
        float[] out = new float[count];
        int done = 0;
        while (done < count) {
            int some = Math.min(count - done, PIECE_BYTES / width);
            ByteBuffer in = bytes(offset + (long) done * width, some * width);
            for (int i = done; i < done + some; i++) {
                out[i] = next(in, type);
            }
            done += some;
        }
        return out;
    }

    private static float next(ByteBuffer in, DType type) {
        return switch (type) {
            case F32 -> in.getFloat();
            case F16 -> Float.float16ToFloat(in.getShort());
            case BF16 -> Float.intBitsToFloat(in.getShort() << 16);
            case I8 -> in.get();
            case I32 -> throw new IllegalArgumentException("weights are not of type " + type);
        };
    }

    private void fill(ByteBuffer buffer, long offset) {
        try {
            long at = offset;
            while (buffer.hasRemaining()) {
                int got = channel.read(buffer, at);
                if (got < 0) {
                    throw new IOException("file became shorter while it was read");
                }
                at += got;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static FabricastException unreadable(Path path, IOException e) {
        return new FabricastException(ErrorCode.F2002, path.toString(), "a readable file", e.toString(), "");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
