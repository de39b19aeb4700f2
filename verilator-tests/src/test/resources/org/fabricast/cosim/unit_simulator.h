// Drives one verilated unit for tests: ports by number, whole batches of cycles, streams with random pauses.
// What knows the unit's ports (port_table, set_clock) is generated and follows this text.
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>
#include "Vdut.h"
#include "verilated.h"
#ifdef FAB_TRACE
#include "verilated_fst_c.h"
#endif

namespace {

// One port: where Verilator keeps it, how many bytes it takes there, how many bits it has.
struct Port {
    void* place;
    size_t bytes;
    int bits;
    int words() const { return (bits + 31) / 32; }
};

void port_table(Vdut& dut, std::vector<Port>& ports);
void set_clock(Vdut& dut, int level);

struct Stream {
    bool is_source;
    int valid;
    int ready;
    std::vector<int> data;
    int words;                    // 32-bit words of one transfer, all data ports together
    uint32_t pause;               // probability of a pause, in 1/65536
    std::vector<uint32_t> queue;  // source: all transfers; sink: what came
    std::vector<int64_t> cycles;  // cycle of each transfer
    int64_t target;               // source: transfers to send; sink: transfers to wait for
    bool offering = false;        // source: valid is up
    bool open = false;            // sink: ready is up in this cycle
    bool held = false;            // sink: valid without ready in the cycle before
    std::vector<uint32_t> last;   // sink: data of that cycle
    int64_t done() const { return (int64_t)cycles.size(); }
};

// Why a run ended.
enum Verdict { FINISHED = 0, LIMIT = 1, VALID_DROPPED = 2, DATA_CHANGED = 3, VALID_WAITS_FOR_READY = 4 };

struct Simulator {
    VerilatedContext context;
    std::unique_ptr<Vdut> dut;
    std::vector<Port> ports;
    std::vector<Stream> streams;
    uint64_t random_state = 1;
    int64_t cycle = 0;
    uint64_t time = 0;
    bool flag_seen = false;
    int64_t flag_cycle = -1;
    int culprit = -1;
#ifdef FAB_TRACE
    std::unique_ptr<VerilatedFstC> trace;
#endif

    uint32_t random() {           // splitmix64
        uint64_t z = (random_state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return (uint32_t)((z ^ (z >> 31)) >> 32);
    }
    bool pauses(uint32_t probability) { return probability != 0 && (random() >> 16) < probability; }

    static const int MOST_WORDS = 1024;  // of the widest port

    void poke(int number, const uint32_t* words) {
        const Port& port = ports[number];
        uint32_t copy[MOST_WORDS];
        int n = port.words();
        memcpy(copy, words, 4 * n);
        if (port.bits % 32) copy[n - 1] &= (1u << (port.bits % 32)) - 1;
        memcpy(port.place, copy, port.bytes);
    }
    void peek(int number, uint32_t* words) {
        const Port& port = ports[number];
        uint32_t copy[MOST_WORDS];
        copy[0] = 0;              // a port of up to 16 bits has less than a word
        memcpy(copy, port.place, port.bytes);
        memcpy(words, copy, 4 * port.words());
    }
    void poke_bit(int number, uint32_t value) { poke(number, &value); }
    bool peek_bit(int number) { uint32_t v[64]; peek(number, v); return v[0] & 1; }

    void eval() { dut->eval(); }
    void dump() {
#ifdef FAB_TRACE
        if (trace) trace->dump(time);
#endif
        time += 5;
    }
    // The rest of a cycle whose inputs are poked and evaluated: rising edge, falling edge.
    void edges() {
        dump();
        set_clock(*dut, 1);
        dut->eval();
        dump();
        set_clock(*dut, 0);
        dut->eval();
        ++cycle;
    }

    void read_stream(const Stream& s, uint32_t* words) {
        int at = 0;
        for (int p : s.data) { peek(p, words + at); at += ports[p].words(); }
    }
    void write_stream(const Stream& s, const uint32_t* words) {
        int at = 0;
        for (int p : s.data) { poke(p, words + at); at += ports[p].words(); }
    }
    void offer(Stream& s) {
        if (!s.offering) {
            if (s.done() < s.target && !pauses(s.pause)) {
                s.offering = true;
                write_stream(s, s.queue.data() + s.done() * s.words);
            } else if (s.words) {
                // Data without valid mean nothing: make sure that nobody looks at them.
                std::vector<uint32_t> junk(s.words);
                for (uint32_t& w : junk) w = random();
                write_stream(s, junk.data());
            }
        }
        poke_bit(s.valid, s.offering);
    }
    // One cycle with all streams; a breach of the handshake ends it.
    int stream_cycle(int flag_port) {
        std::vector<int> sinks;
        for (size_t i = 0; i < streams.size(); ++i) {
            Stream& s = streams[i];
            if (s.is_source) {
                offer(s);
            } else {
                s.open = !pauses(s.pause);
                poke_bit(s.ready, s.open);
                sinks.push_back((int)i);
            }
        }
        eval();
        if (!sinks.empty()) {
            // The other level of one sink's ready must not change its own valid or data in the same cycle.
            int i = sinks[cycle % sinks.size()];
            Stream& s = streams[i];
            bool valid = peek_bit(s.valid);
            poke_bit(s.ready, !s.open);
            eval();
            bool other = peek_bit(s.valid);
            poke_bit(s.ready, s.open);
            eval();
            if (valid != other) { culprit = i; return VALID_WAITS_FOR_READY; }
        }
        for (size_t i = 0; i < streams.size(); ++i) {
            Stream& s = streams[i];
            if (s.is_source) {
                if (s.offering && peek_bit(s.ready)) {
                    s.cycles.push_back(cycle);
                    s.offering = false;
                }
                continue;
            }
            bool valid = peek_bit(s.valid);
            std::vector<uint32_t> data(s.words);
            read_stream(s, data.data());
            if (s.held && !valid) { culprit = (int)i; return VALID_DROPPED; }
            if (s.held && data != s.last) { culprit = (int)i; return DATA_CHANGED; }
            if (valid && s.open) {
                s.queue.insert(s.queue.end(), data.begin(), data.end());
                s.cycles.push_back(cycle);
            }
            s.held = valid && !s.open;
            s.last = data;
        }
        if (flag_port >= 0 && peek_bit(flag_port) && !flag_seen) {
            flag_seen = true;
            flag_cycle = cycle;
        }
        edges();
        return FINISHED;
    }
    bool complete(int flag_port) {
        if (flag_port >= 0 && !flag_seen) return false;
        for (const Stream& s : streams) {
            if (s.done() < s.target) return false;
        }
        return true;
    }
};

}  // namespace

extern "C" {

void* fab_open(int64_t seed, const char* trace_file) {
    Simulator* s = new Simulator;
    s->random_state = (uint64_t)seed;
    s->context.traceEverOn(trace_file != nullptr);
    s->dut.reset(new Vdut(&s->context));
    port_table(*s->dut, s->ports);
#ifdef FAB_TRACE
    if (trace_file) {
        s->trace.reset(new VerilatedFstC);
        s->dut->trace(s->trace.get(), 99);
        s->trace->open(trace_file);
    }
#endif
    s->eval();
    return s;
}

void fab_close(Simulator* s) {
#ifdef FAB_TRACE
    if (s->trace) s->trace->close();
#endif
    s->dut->final();
    delete s;
}

void fab_poke(Simulator* s, int port, const uint32_t* words) { s->poke(port, words); }
void fab_peek(Simulator* s, int port, uint32_t* words) { s->peek(port, words); }
void fab_eval(Simulator* s) { s->eval(); }
int64_t fab_cycle(Simulator* s) { return s->cycle; }

void fab_tick(Simulator* s, int cycles) {
    for (int i = 0; i < cycles; ++i) { s->eval(); s->edges(); }
}

// Row c of `in` is poked in cycle c; row c of `out` is what the outputs show in that cycle, before its rising edge.
void fab_batch(Simulator* s, int cycles, int inputs, const int* input, const uint32_t* in, int outputs, const int* output,
               uint32_t* out) {
    for (int c = 0; c < cycles; ++c) {
        for (int i = 0; i < inputs; ++i) { s->poke(input[i], in); in += s->ports[input[i]].words(); }
        s->eval();
        for (int o = 0; o < outputs; ++o) { s->peek(output[o], out); out += s->ports[output[o]].words(); }
        s->edges();
    }
}

int fab_stream(Simulator* s, int is_source, int valid, int ready, int ports, const int* data, int pause, int64_t target,
               const uint32_t* words) {
    Stream t;
    t.is_source = is_source;
    t.valid = valid;
    t.ready = ready;
    t.data.assign(data, data + ports);
    t.words = 0;
    for (int p : t.data) t.words += s->ports[p].words();
    t.pause = (uint32_t)pause;
    t.target = target;
    if (is_source) t.queue.assign(words, words + t.words * target);
    s->streams.push_back(t);
    return (int)s->streams.size() - 1;
}

// Runs until every stream has its transfers and the flag (if any) was seen, then `settle` cycles more.
int fab_run(Simulator* s, int64_t limit, int flag_port, int64_t settle) {
    for (int64_t n = 0; !s->complete(flag_port); ++n) {
        if (n == limit) return LIMIT;
        int verdict = s->stream_cycle(flag_port);
        if (verdict) return verdict;
    }
    // Whatever comes beyond the target must show itself: no back-pressure from here on.
    for (Stream& t : s->streams) {
        if (!t.is_source) t.pause = 0;
    }
    for (int64_t n = 0; n < settle; ++n) {
        int verdict = s->stream_cycle(-1);
        if (verdict) return verdict;
    }
    return FINISHED;
}

int fab_culprit(Simulator* s) { return s->culprit; }
int64_t fab_flag_cycle(Simulator* s) { return s->flag_cycle; }
int64_t fab_stream_count(Simulator* s, int stream) { return s->streams[stream].done(); }
void fab_stream_cycles(Simulator* s, int stream, int64_t* cycles) {
    std::vector<int64_t>& from = s->streams[stream].cycles;
    std::copy(from.begin(), from.end(), cycles);
}
void fab_stream_words(Simulator* s, int stream, uint32_t* words) {
    std::vector<uint32_t>& from = s->streams[stream].queue;
    std::copy(from.begin(), from.end(), words);
}

// Ends all streams: valid and ready go down.
void fab_streams_end(Simulator* s) {
    for (Stream& t : s->streams) s->poke_bit(t.is_source ? t.valid : t.ready, 0);
    s->streams.clear();
    s->flag_seen = false;
    s->flag_cycle = -1;
    s->eval();
}

}  // extern "C"
