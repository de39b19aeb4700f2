package org.fabricast.ir.emulator;

import java.util.Arrays;

/**
 * Byte-addressed, little-endian device memory; pages come into being when first written, and read as zero before.
 *
 * <p>Errors: an access outside the memory is an {@link IndexOutOfBoundsException}.
 */
public final class DeviceMemory {

    private static final int PAGE_BITS = 16;
    private static final int PAGE = 1 << PAGE_BITS;

    private final long size;
    private final byte[][] pages;

    /**
     * @param size bytes
     */
    public DeviceMemory(long size) {
        if (size < 1 || size > 1L << 44) {
            throw new IllegalArgumentException("a memory of " + size + " bytes");
        }
        this.size = size;
        this.pages = new byte[(int) ((size + PAGE - 1) >>> PAGE_BITS)][];
    }

    /** Bytes. */
    public long size() {
        return size;
    }

    /** Copies bytes out of memory. */
    public void read(long address, byte[] to, int offset, int length) {
        check(address, length);
        int done = 0;
        while (done < length) {
            int within = (int) ((address + done) & PAGE - 1);
            int count = Math.min(length - done, PAGE - within);
            byte[] page = pages[(int) ((address + done) >>> PAGE_BITS)];
            if (page == null) {
                Arrays.fill(to, offset + done, offset + done + count, (byte) 0);
            } else {
                System.arraycopy(page, within, to, offset + done, count);
            }
            done += count;
        }
    }

    /** Copies bytes into memory. */
    public void write(long address, byte[] from, int offset, int length) {
        check(address, length);
        int done = 0;
        while (done < length) {
            int within = (int) ((address + done) & PAGE - 1);
            int count = Math.min(length - done, PAGE - within);
            System.arraycopy(from, offset + done, page(address + done), within, count);
            done += count;
        }
    }

    /** A copy of a range. */
    public byte[] read(long address, int length) {
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        return bytes;
    }

    /** Writes a whole array. */
    public void write(long address, byte[] bytes) {
        write(address, bytes, 0, bytes.length);
    }

    /** One byte, sign-extended. */
    public byte readByte(long address) {
        check(address, 1);
        byte[] page = pages[(int) (address >>> PAGE_BITS)];
        return page == null ? 0 : page[(int) (address & PAGE - 1)];
    }

    /** Writes one byte. */
    public void writeByte(long address, int value) {
        check(address, 1);
        page(address)[(int) (address & PAGE - 1)] = (byte) value;
    }

    /** Two bytes, little-endian. */
    public short readShort(long address) {
        return (short) (readByte(address) & 0xff | readByte(address + 1) << 8);
    }

    /** Writes two bytes, little-endian. */
    public void writeShort(long address, int value) {
        writeByte(address, value);
        writeByte(address + 1, value >> 8);
    }

    /** Four bytes, little-endian. */
    public int readInt(long address) {
        return readShort(address) & 0xffff | readShort(address + 2) << 16;
    }

    /** Writes four bytes, little-endian. */
    public void writeInt(long address, int value) {
        writeShort(address, value);
        writeShort(address + 2, value >> 16);
    }

    private byte[] page(long address) {
        int index = (int) (address >>> PAGE_BITS);
        if (pages[index] == null) {
            pages[index] = new byte[PAGE];
        }
        return pages[index];
    }

    private void check(long address, long length) {
        if (address < 0 || length < 0 || address > size - length) {
            throw new IndexOutOfBoundsException("bytes 0x" + Long.toHexString(address) + " + " + length
                    + " of a memory of 0x" + Long.toHexString(size));
        }
    }
}
