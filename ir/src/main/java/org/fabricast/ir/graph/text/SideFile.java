package org.fabricast.ir.graph.text;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads little-endian binary32 elements out of a file. */
final class SideFile {

    private static final int CHUNK_BYTES = 1 << 18;

    private SideFile() {
    }

    /** Elements from a byte offset on. Throws {@link EOFException} if the file ends before. */
    static float[] read(Path file, long offset, int elements) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (offset > channel.size() - 4L * elements) {
                throw new EOFException(channel.size() + " bytes");
            }
            channel.position(offset);
            float[] data = new float[elements];
            ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int start = 0; start < elements; ) {
                int count = Math.min(CHUNK_BYTES / 4, elements - start);
                bytes.clear().limit(4 * count);
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw new EOFException("the file shrank");
                    }
                }
                bytes.flip().asFloatBuffer().get(data, start, count);
                start += count;
            }
            return data;
        }
    }
}
