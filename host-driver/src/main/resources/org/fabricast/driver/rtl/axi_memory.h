// Device memory behind one AXI4 port: a fixed latency, one beat per cycle (reads and writes together), in order.
//
// The first beat of a read is offered LATENCY cycles after its address was accepted, a write response as long after its
// last beat. Optional noise makes every ready and valid random, to prove that nothing depends on timing. What the port's
// owner must not do (change an offered address, cross 4 KiB, leave memory) is noted in `violation`.
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <sys/mman.h>

// What all ports of a machine see.
class DeviceMemory {
public:
    explicit DeviceMemory(uint64_t bytes) : bytes_(bytes) {
        void *p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        data_ = p == MAP_FAILED ? nullptr : static_cast<uint8_t *>(p);
    }
    ~DeviceMemory() {
        if (data_) munmap(data_, bytes_);
    }
    DeviceMemory(const DeviceMemory &) = delete;
    DeviceMemory &operator=(const DeviceMemory &) = delete;

    bool allocated() const { return data_ != nullptr; }
    bool inside(uint64_t address, uint64_t length) const { return address <= bytes_ && length <= bytes_ - address; }
    uint8_t *at(uint64_t address) { return data_ + address; }

private:
    uint8_t *data_;
    uint64_t bytes_;
};

class AxiMemory {
public:
    struct Outputs {
        bool arready = false, awready = false, wready = false, rvalid = false, rlast = false, bvalid = false;
        uint32_t rid = 0, rresp = 0, bid = 0, bresp = 0;
        uint8_t rdata[BUS_BYTES] = {};
    };
    struct Inputs {
        bool arvalid, awvalid, wvalid, wlast, rready, bready;
        uint64_t araddr, awaddr, wstrb;
        uint32_t arlen, awlen, arid, awid;
        const uint8_t *wdata;
    };

    Outputs out;
    std::string violation;
    uint64_t read_bytes = 0, write_bytes = 0, handshakes = 0;

    AxiMemory(DeviceMemory &store, uint32_t latency) : store_(store), latency_(latency) {}
    AxiMemory(const AxiMemory &) = delete;
    AxiMemory &operator=(const AxiMemory &) = delete;

    void noise(uint64_t seed, uint32_t per_mille) {
        random_ = seed * 2 + 1;
        noise_ = per_mille;
    }

    // Once per rising edge: takes what was offered before the edge, decides what is offered after it.
    void edge(uint64_t cycle, const Inputs &in) {
        check_hold(in);
        if (out.rvalid && in.rready) {
            handshakes++;
            read_bytes += BUS_BYTES;
            Burst &b = reads_.front();
            if (++b.beat > b.len) reads_.pop_front();
            out.rvalid = false;
        }
        if (out.bvalid && in.bready) {
            handshakes++;
            responses_.pop_front();
            out.bvalid = false;
        }
        if (out.arready && in.arvalid) accept(reads_, in.araddr, in.arlen, in.arid, cycle, "read");
        if (out.awready && in.awvalid) accept(writes_, in.awaddr, in.awlen, in.awid, cycle, "write");
        if (out.wready && in.wvalid) write_beat(in, cycle);
        offer(cycle);
    }

    // The channel that waits without an answer, for a machine that hangs.
    const char *waiting(const Inputs &in) const {
        if (in.arvalid && !out.arready) return "AR: address without ready";
        if (in.awvalid && !out.awready) return "AW: address without ready";
        if (in.wvalid && !out.wready) return "W: data without ready";
        if (out.rvalid && !in.rready) return "R: data without ready";
        if (out.bvalid && !in.bready) return "B: response without ready";
        return "";
    }

private:
    struct Burst {
        uint64_t address;
        uint32_t len, id, beat;
        uint64_t due;
        bool error;
    };
    struct Response {
        uint32_t id;
        uint64_t due;
        bool error;
    };

    DeviceMemory &store_;
    uint32_t latency_;
    std::deque<Burst> reads_, writes_;
    std::deque<Response> responses_;
    uint64_t random_ = 1;
    uint32_t noise_ = 0;
    bool owed_ = false;  // a write beat used the last cycle of the bus
    bool ar_offered_ = false, aw_offered_ = false;
    uint64_t ar_address_ = 0, aw_address_ = 0;

    bool pause() {
        if (noise_ == 0) return false;
        random_ = random_ * 6364136223846793005ull + 1442695040888963407ull;
        return (random_ >> 33) % 1000 < noise_;
    }

    void accept(std::deque<Burst> &queue, uint64_t address, uint32_t len, uint32_t id, uint64_t cycle, const char *what) {
        handshakes++;
        uint64_t length = uint64_t(len + 1) * BUS_BYTES;
        if (address % BUS_BYTES != 0) note(std::string(what) + " address is not aligned to the bus");
        if ((address ^ (address + length - 1)) >> 12) note(std::string(what) + " burst crosses 4 KiB");
        queue.push_back({address, len, id, 0, cycle + latency_, !store_.inside(address, length)});
    }

    void write_beat(const Inputs &in, uint64_t cycle) {
        handshakes++;
        owed_ = true;
        Burst &b = writes_.front();
        for (unsigned i = 0; i < BUS_BYTES; i++) {
            if (in.wstrb >> i & 1) {
                write_bytes++;
                if (!b.error) *store_.at(b.address + uint64_t(b.beat) * BUS_BYTES + i) = in.wdata[i];
            }
        }
        bool last = b.beat == b.len;
        if (in.wlast != last) note("WLAST does not stand at the last beat");
        b.beat++;
        if (last) {
            responses_.push_back({b.id, cycle + latency_, b.error});
            writes_.pop_front();
        }
    }

    void offer(uint64_t cycle) {
        out.arready = reads_.size() < 64 && !pause();
        out.awready = writes_.size() < 16 && !pause();
        // Write data is taken only behind its address, and never after the last announced beat.
        out.wready = !writes_.empty() && !pause();
        if (!out.rvalid && !reads_.empty() && reads_.front().due <= cycle + 1 && !pause()) {
            if (owed_) {
                owed_ = false;
            } else {
                Burst &b = reads_.front();
                out.rvalid = true;
                out.rid = b.id;
                out.rlast = b.beat == b.len;
                out.rresp = b.error ? 2 : 0;
                if (b.error) std::memset(out.rdata, 0, BUS_BYTES);
                else std::memcpy(out.rdata, store_.at(b.address + uint64_t(b.beat) * BUS_BYTES), BUS_BYTES);
            }
        } else if (reads_.empty()) {
            owed_ = false;
        }
        if (!out.bvalid && !responses_.empty() && responses_.front().due <= cycle + 1 && !pause()) {
            out.bvalid = true;
            out.bid = responses_.front().id;
            out.bresp = responses_.front().error ? 2 : 0;
        }
    }

    void check_hold(const Inputs &in) {
        if (ar_offered_ && (!in.arvalid || in.araddr != ar_address_)) note("AR changed before it was accepted");
        if (aw_offered_ && (!in.awvalid || in.awaddr != aw_address_)) note("AW changed before it was accepted");
        ar_offered_ = in.arvalid && !out.arready;
        aw_offered_ = in.awvalid && !out.awready;
        ar_address_ = in.araddr;
        aw_address_ = in.awaddr;
    }

    void note(const std::string &text) {
        if (violation.empty()) violation = text;
    }
};
