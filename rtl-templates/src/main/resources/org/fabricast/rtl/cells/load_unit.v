// Load unit: LD.RING streams bytes of device memory into a ring, LD.ACT copies binary16 elements to the activation buffer.
//
// Three parts run behind one another, so that the bus never waits for an instruction to end:
//   ask     takes an instruction and cuts it into bursts. Bursts end at multiples of BURST beats, so none crosses 4 KiB and
//           at most the first and the last of an instruction are short. A burst is asked for only when its target (ring or
//           beat queue of LD.ACT) has room for all of it: a beat is never refused, the port is shared. Room grows as words
//           are taken. At most 2^OUTSTANDING_LOG2 bursts are in flight.
//   route   sends each beat where its burst belongs (bursts return in order).
//   retire  in program order: a ring load when its last beat is in the ring; an LD.ACT is written from the beat queue, one
//           lane word per cycle, meanwhile beats of later instructions go on to the rings.
// Per burst 2 cycles of asking at least; from instruction to request 3 cycles. An instruction of size 0 is done in order.
// While stop is high no new burst is raised; beats of the old ones are taken. Reset clears all control state.
`default_nettype none

module load_unit #(
  parameter integer BUS_LOG2 = 4,           // log2 of bytes per beat, 2..6
  parameter integer LANES_LOG2 = 0,         // log2 of elements per activation word, 0..4
  parameter integer ACT_BITS = 12,          // address bits of the activation buffer
  parameter integer BURST_LOG2 = 4,         // log2 of beats of the longest burst, 0..6, a burst at most 4 KiB
  parameter integer OUTSTANDING_LOG2 = 3,
  parameter integer RING0_BEATS_LOG2 = 11,  // log2 of capacity in beats, at least WORD_BEATS_LOG2 + 2
  parameter integer RING1_BEATS_LOG2 = 10,
  parameter integer WORD_BEATS_LOG2 = 2     // log2 of beats per ring word
) (
  input  wire                        clk,
  input  wire                        rst,
  input  wire                        stop,
  input  wire                        s_instr_valid,
  output wire                        s_instr_ready,
  input  wire [3:0]                  s_instr_code,
  input  wire [7:0]                  s_instr_flags,
  input  wire [31:0]                 s_instr_operand_0,
  input  wire [31:0]                 s_instr_operand_1,
  input  wire [31:0]                 s_instr_operand_2,
  input  wire [31:0]                 s_instr_operand_3,
  input  wire [31:0]                 s_instr_operand_4,
  input  wire [31:0]                 s_instr_operand_5,
  output wire                        done,
  output wire                        busy,
  output wire                        blocked,
  output wire                        beat_weights,   // a beat came of region 0 for a ring,
  output wire                        beat_rows,      // of region 0 for the activation buffer,
  output wire                        beat_kv,        // of region 1
  input  wire [63:0]                 region_0,
  input  wire [63:0]                 region_1,
  input  wire [63:0]                 region_2,
  output wire                        m_ar_valid,
  input  wire                        m_ar_ready,
  output wire [63:0]                 m_ar_addr,
  output wire [7:0]                  m_ar_len,
  input  wire                        s_r_valid,
  output wire                        s_r_ready,
  input  wire [(8<<BUS_LOG2)-1:0]    s_r_data,
  input  wire                        s_r_last,
  output wire                        m_ring0_valid,
  input  wire                        m_ring0_ready,
  output wire [(8<<BUS_LOG2)-1:0]    m_ring0_data,
  output wire                        m_ring1_valid,
  input  wire                        m_ring1_ready,
  output wire [(8<<BUS_LOG2)-1:0]    m_ring1_data,
  input  wire                        ring0_taken,
  input  wire                        ring1_taken,
  output wire                        act_w_valid,
  input  wire                        act_w_ready,
  output wire [ACT_BITS-1:0]         act_w_addr,
  output wire [(1<<LANES_LOG2)-1:0]  act_w_mask,
  output wire [(16<<LANES_LOG2)-1:0] act_w_data
);
  // A burst must fit into every ring even when a part of a word is left in it: half a ring always does.
  localparam integer RING_LIMIT = (RING0_BEATS_LOG2 < RING1_BEATS_LOG2 ? RING0_BEATS_LOG2 : RING1_BEATS_LOG2) - 1;
  localparam integer CUT_LOG2 = BURST_LOG2 < RING_LIMIT ? BURST_LOG2 : RING_LIMIT;
  localparam [7:0]   CUT = 1 << CUT_LOG2;
  localparam integer BEAT_BITS = 8 << BUS_LOG2;
  localparam integer QUEUE_LOG2 = BURST_LOG2 + 1;        // beats of LD.ACT in flight or waiting
  localparam integer ENTRY_LOG2 = OUTSTANDING_LOG2 + 1;  // instructions between ask and retire
  localparam integer COUNT_BITS = ACT_BITS + LANES_LOG2 + 1;
  localparam integer ELEMENTS_LOG2 = BUS_LOG2 - 1;       // elements of a beat
  localparam integer STEP_LOG2 = ELEMENTS_LOG2 < LANES_LOG2 ? ELEMENTS_LOG2 : LANES_LOG2;
  localparam [COUNT_BITS-1:0] STEP = 1 << STEP_LOG2;     // elements written per cycle
  localparam [COUNT_BITS-1:0] NONE_LEFT = 0;
  localparam [ENTRY_LOG2:0] ENTRY_ONE = 1;
  localparam [OUTSTANDING_LOG2:0] FLIGHT_ONE = 1;
  localparam [OUTSTANDING_LOG2:0] FLIGHT_MOST = 1 << OUTSTANDING_LOG2;
  localparam [ACT_BITS-1:0] ADDRESS_ONE = 1;
  localparam [31:0] WORD_BEATS = 1 << WORD_BEATS_LOG2;
  localparam [1:0] RING0 = 2'd0;
  localparam [1:0] RING1 = 2'd1;
  localparam [1:0] ACT = 2'd2;

  wire operands_unused = &{s_instr_code[3:1], s_instr_flags[7:3], s_instr_operand_2, s_instr_operand_3,
                           s_instr_operand_4, s_instr_operand_5};

  // ---- ask ----
  wire        is_act = s_instr_code[0];
  wire [63:0] region = (s_instr_flags[1:0] == 2'd0) ? region_0 : (s_instr_flags[1:0] == 2'd1) ? region_1 : region_2;
  wire [COUNT_BITS-1:0] elements = s_instr_operand_1[COUNT_BITS-1:0];
  wire [31:0] bytes = is_act ? {{(31-COUNT_BITS){1'b0}}, elements, 1'b0} : s_instr_operand_1;
  wire [31:0] beats = (bytes >> BUS_LOG2) + {31'd0, (bytes & ((1 << BUS_LOG2) - 1)) != 32'd0};
  wire        empty = bytes == 32'd0;

  reg         asking_q;                     // an instruction is being cut into bursts
  reg  [63:0] addr_q;
  reg  [31:0] left_q;                       // its beats that no burst has yet
  reg  [1:0]  target_q;
  reg  [1:0]  from_q;                       // its region

  reg         burst_q;                      // a burst is cut, below
  reg         raised_q;                     // and its room is reserved: the request is raised
  reg  [63:0] burst_addr_q;
  reg  [7:0]  burst_beats_q;
  reg  [1:0]  burst_target_q;
  reg  [1:0]  burst_from_q;
  reg         burst_last_q;                 // last burst of its instruction

  reg  [ENTRY_LOG2:0] entry_write_q;
  reg  [ENTRY_LOG2:0] entry_read_q;
  wire entry_full = (entry_write_q ^ entry_read_q) == {1'b1, {ENTRY_LOG2{1'b0}}};
  wire entry_any = entry_write_q != entry_read_q;

  wire accept = s_instr_valid && s_instr_ready;
  wire [7:0] aligned = CUT - ((addr_q[BUS_LOG2+7:BUS_LOG2]) & (CUT - 8'd1));
  wire       ends = left_q <= {24'd0, aligned};
  wire [7:0] cut = ends ? left_q[7:0] : aligned;
  wire       cut_now = asking_q && (!burst_q || (raised_q && m_ar_ready));

  reg  [RING0_BEATS_LOG2:0] room_0_q;
  reg  [RING1_BEATS_LOG2:0] room_1_q;
  reg  [QUEUE_LOG2:0]       room_act_q;
  wire [31:0] room_0 = {{(31-RING0_BEATS_LOG2){1'b0}}, room_0_q};
  wire [31:0] room_1 = {{(31-RING1_BEATS_LOG2){1'b0}}, room_1_q};
  wire [31:0] room_act = {{(31-QUEUE_LOG2){1'b0}}, room_act_q};
  wire [31:0] room = (burst_target_q == RING0) ? room_0 : (burst_target_q == RING1) ? room_1 : room_act;
  wire        fits = room >= {24'd0, burst_beats_q};

  reg  [OUTSTANDING_LOG2:0] flight_write_q;
  reg  [OUTSTANDING_LOG2:0] flight_read_q;
  wire [OUTSTANDING_LOG2:0] in_flight = flight_write_q - flight_read_q;
  wire raise = burst_q && !raised_q && fits && in_flight != FLIGHT_MOST && !stop;

  assign s_instr_ready = !asking_q && !entry_full;
  assign blocked = burst_q && !raised_q && !fits && burst_target_q != ACT;
  assign m_ar_valid = raised_q;
  assign m_ar_addr = burst_addr_q;
  assign m_ar_len = burst_beats_q - 8'd1;

  always @(posedge clk) begin
    if (accept) begin
      addr_q <= region + {28'd0, s_instr_operand_0, 4'd0};
      left_q <= beats;
      target_q <= is_act ? ACT : {1'b0, s_instr_flags[2]};
      from_q <= s_instr_flags[1:0];
    end else if (cut_now) begin
      addr_q <= addr_q + {{(56-BUS_LOG2){1'b0}}, cut, {BUS_LOG2{1'b0}}};
      left_q <= left_q - {24'd0, cut};
    end
    if (cut_now) begin
      burst_addr_q <= addr_q;
      burst_beats_q <= cut;
      burst_target_q <= target_q;
      burst_from_q <= from_q;
      burst_last_q <= ends;
    end
    if (rst) begin
      asking_q <= 1'b0;
      burst_q <= 1'b0;
      raised_q <= 1'b0;
    end else begin
      asking_q <= (accept && !empty) || (asking_q && !(cut_now && ends));
      burst_q <= cut_now || (burst_q && !(raised_q && m_ar_ready));
      raised_q <= raise || (raised_q && !m_ar_ready);
    end
  end

  // ---- room ----
  wire queue_taken;                         // the beat queue gave a beat
  wire [31:0] reserved = {24'd0, burst_beats_q};
  wire [31:0] room_0_next = room_0 - ((raise && burst_target_q == RING0) ? reserved : 32'd0)
                                   + (ring0_taken ? WORD_BEATS : 32'd0);
  wire [31:0] room_1_next = room_1 - ((raise && burst_target_q == RING1) ? reserved : 32'd0)
                                   + (ring1_taken ? WORD_BEATS : 32'd0);
  wire [31:0] room_act_next = room_act - ((raise && burst_target_q == ACT) ? reserved : 32'd0)
                                       + {31'd0, queue_taken};
  wire room_unused = &{1'b0, room_0_next, room_1_next, room_act_next};

  always @(posedge clk) begin
    if (rst) begin
      room_0_q <= {1'b1, {RING0_BEATS_LOG2{1'b0}}};
      room_1_q <= {1'b1, {RING1_BEATS_LOG2{1'b0}}};
      room_act_q <= {1'b1, {QUEUE_LOG2{1'b0}}};
    end else begin
      room_0_q <= room_0_next[RING0_BEATS_LOG2:0];
      room_1_q <= room_1_next[RING1_BEATS_LOG2:0];
      room_act_q <= room_act_next[QUEUE_LOG2:0];
    end
  end

  // ---- route ----
  reg  [4:0] flight_q [0:(2<<OUTSTANDING_LOG2)-1];   // per burst {region, last of its instruction, target}
  wire [4:0] flight = flight_q[flight_read_q];
  wire [1:0] to = flight[1:0];
  wire       queue_ready;
  wire       burst_ended = s_r_valid && s_r_ready && s_r_last;
  wire       received = burst_ended && flight[2];

  assign m_ring0_valid = s_r_valid && to == RING0;
  assign m_ring0_data = s_r_data;
  assign m_ring1_valid = s_r_valid && to == RING1;
  assign m_ring1_data = s_r_data;
  assign s_r_ready = (to == RING0) ? m_ring0_ready : (to == RING1) ? m_ring1_ready : queue_ready;

  wire beat = s_r_valid && s_r_ready;
  assign beat_weights = beat && flight[4:3] == 2'd0 && to != ACT;
  assign beat_rows = beat && flight[4:3] == 2'd0 && to == ACT;
  assign beat_kv = beat && flight[4:3] == 2'd1;

  always @(posedge clk) begin
    if (raise) flight_q[flight_write_q] <= {burst_from_q, burst_last_q, burst_target_q};
    if (rst) begin
      flight_write_q <= {(OUTSTANDING_LOG2+1){1'b0}};
      flight_read_q <= {(OUTSTANDING_LOG2+1){1'b0}};
    end else begin
      if (raise) flight_write_q <= flight_write_q + FLIGHT_ONE;
      if (burst_ended) flight_read_q <= flight_read_q + FLIGHT_ONE;
    end
  end

  wire                 beat_valid;
  wire                 beat_ready;
  wire [BEAT_BITS-1:0] beat_data;
  wire [15:0]          queue_level_unused;

  ring_buffer #(
    .BEAT_BITS(BEAT_BITS),
    .WORD_BEATS_LOG2(0),
    .WORDS_LOG2(QUEUE_LOG2)
  ) u_queue (
    .clk(clk),
    .rst(rst),
    .s_beat_valid(s_r_valid && to == ACT),
    .s_beat_ready(queue_ready),
    .s_beat_data(s_r_data),
    .m_word_valid(beat_valid),
    .m_word_ready(beat_ready),
    .m_word_data(beat_data),
    .level(queue_level_unused)
  );

  assign queue_taken = beat_valid && beat_ready;

  // ---- retire ----
  reg  [ACT_BITS+COUNT_BITS+1:0] entry_q [0:(1<<ENTRY_LOG2)-1];   // {size 0, LD.ACT, word address, elements}
  wire                  entry_empty;
  wire                  entry_act;
  wire [ACT_BITS-1:0]   entry_addr;
  wire [COUNT_BITS-1:0] entry_elements;
  assign {entry_empty, entry_act, entry_addr, entry_elements} = entry_q[entry_read_q[ENTRY_LOG2-1:0]];

  reg  [ENTRY_LOG2:0]   received_q;         // instructions whose beats are all here and that are not retired
  reg                   writing_q;          // an LD.ACT is being written
  reg  [ACT_BITS-1:0]   write_addr_q;
  reg  [COUNT_BITS-1:0] write_left_q;       // elements to write
  reg                   done_q;

  wire word_ends;                           // this write fills its lane word
  wire write = act_w_valid && act_w_ready;
  wire write_ends = write_left_q <= STEP;
  wire retire_plain = entry_any && (entry_empty || (!entry_act && received_q != {(ENTRY_LOG2+1){1'b0}}));
  wire retire = retire_plain || (write && write_ends);
  wire consume = retire && !entry_empty;
  wire begin_write = entry_any && entry_act && !entry_empty && !writing_q;

  assign done = done_q;
  assign busy = entry_any || done_q;
  assign act_w_valid = writing_q && beat_valid;
  assign act_w_addr = write_addr_q;

  always @(posedge clk) begin
    if (accept) begin
      entry_q[entry_write_q[ENTRY_LOG2-1:0]] <= {empty, is_act, s_instr_operand_2[ACT_BITS+LANES_LOG2-1:LANES_LOG2], elements};
    end
    if (begin_write) begin
      write_addr_q <= entry_addr;
      write_left_q <= entry_elements;
    end else if (write) begin
      write_left_q <= write_ends ? NONE_LEFT : write_left_q - STEP;
      if (word_ends) write_addr_q <= write_addr_q + ADDRESS_ONE;
    end
    if (rst) begin
      entry_write_q <= {(ENTRY_LOG2+1){1'b0}};
      entry_read_q <= {(ENTRY_LOG2+1){1'b0}};
      received_q <= {(ENTRY_LOG2+1){1'b0}};
      writing_q <= 1'b0;
      done_q <= 1'b0;
    end else begin
      if (accept) entry_write_q <= entry_write_q + ENTRY_ONE;
      if (retire) entry_read_q <= entry_read_q + ENTRY_ONE;
      if (received && !consume) received_q <= received_q + ENTRY_ONE;
      if (!received && consume) received_q <= received_q - ENTRY_ONE;
      writing_q <= begin_write || (writing_q && !(write && write_ends));
      done_q <= retire;
    end
  end

  // Lane words of a beat, or beats of a lane word.
  genvar lane;
  genvar part;
  generate
    if (ELEMENTS_LOG2 > LANES_LOG2) begin : g_split
      localparam integer PART_BITS = ELEMENTS_LOG2 - LANES_LOG2;
      localparam [PART_BITS-1:0] PART_ONE = 1;
      reg  [PART_BITS-1:0] part_q;          // lane word within the beat
      wire [BUS_LOG2+2:0]  low = {part_q, {(LANES_LOG2+4){1'b0}}};
      assign word_ends = 1'b1;
      assign beat_ready = write && (write_ends || (&part_q));
      assign act_w_data = beat_data[low +: (16<<LANES_LOG2)];
      always @(posedge clk) begin
        if (rst || begin_write) part_q <= {PART_BITS{1'b0}};
        else if (write) part_q <= part_q + PART_ONE;
      end
      for (lane = 0; lane < (1 << LANES_LOG2); lane = lane + 1) begin : g_mask
        localparam [COUNT_BITS-1:0] LANE = lane;
        assign act_w_mask[lane] = write_left_q > LANE;
      end
    end else if (ELEMENTS_LOG2 == LANES_LOG2) begin : g_same
      assign word_ends = 1'b1;
      assign beat_ready = write;
      assign act_w_data = beat_data;
      for (lane = 0; lane < (1 << LANES_LOG2); lane = lane + 1) begin : g_mask
        localparam [COUNT_BITS-1:0] LANE = lane;
        assign act_w_mask[lane] = write_left_q > LANE;
      end
    end else begin : g_gather
      localparam integer PART_BITS = LANES_LOG2 - ELEMENTS_LOG2;
      localparam [PART_BITS-1:0] PART_ONE = 1;
      reg  [PART_BITS-1:0] part_q;          // beat within the lane word
      assign word_ends = &part_q;
      assign beat_ready = write;
      assign act_w_data = {(1<<PART_BITS){beat_data}};
      always @(posedge clk) begin
        if (rst || begin_write) part_q <= {PART_BITS{1'b0}};
        else if (write) part_q <= part_q + PART_ONE;
      end
      for (part = 0; part < (1 << PART_BITS); part = part + 1) begin : g_part
        localparam [PART_BITS-1:0] PART = part;
        for (lane = 0; lane < (1 << ELEMENTS_LOG2); lane = lane + 1) begin : g_mask
          localparam [COUNT_BITS-1:0] LANE = lane;
          assign act_w_mask[(part<<ELEMENTS_LOG2)+lane] = part_q == PART && write_left_q > LANE;
        end
      end
    end
  endgenerate
endmodule

`default_nettype wire
