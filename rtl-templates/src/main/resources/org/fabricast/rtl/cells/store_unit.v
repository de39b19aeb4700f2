// Store unit: ST.I8 and ST.F16 store activation elements piece by piece, ST.F32 stores results as one piece.
//
// A piece is a run of elements of 1, 2 or 4 bytes at consecutive addresses; the elements of all pieces are consecutive in the
// buffer. Each cycle takes as many elements as stand in one buffer word, belong to one piece and fall into one beat; a beat
// is written (burst of one, with strobes) when it is full or its piece ends. So any start and any length of a piece works.
//   read    one word request per cycle; what to do with the answer travels beside it for 2 cycles
//   merge   rotates the elements to their bytes, then gathers a beat
//   write   a queue of beats, then the address and data registers of the bus; 2^BURST_LOG2 writes in flight
//   answer  one entry per write in flight; an instruction is done with the response to its last write, so instructions
//           overlap. An instruction of size 0 passes through as an entry without a write: done in order.
// A slot of the beat queue is reserved for each request, so nothing ever waits in the middle. From instruction to address
// valid 8 cycles. While stop is high no new write is raised. Reset clears all control state.
`default_nettype none

module store_unit #(
  parameter integer BUS_LOG2 = 4,           // log2 of bytes per beat, 2..6
  parameter integer LANES_LOG2 = 0,         // log2 of elements per buffer word, 0..4
  parameter integer ACT_BITS = 12,          // address bits of the activation buffer
  parameter integer RES_BITS = 11,          // address bits of the result buffer
  parameter integer BURST_LOG2 = 4          // log2 of writes in flight
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
  input  wire [63:0]                 region_0,
  input  wire [63:0]                 region_1,
  input  wire [63:0]                 region_2,
  output wire                        act_r_valid,
  input  wire                        act_r_ready,
  output wire [ACT_BITS-1:0]         act_r_addr,
  input  wire [(16<<LANES_LOG2)-1:0] act_r_data,
  output wire                        res_r_valid,
  input  wire                        res_r_ready,
  output wire [RES_BITS-1:0]         res_r_addr,
  input  wire [(32<<LANES_LOG2)-1:0] res_r_data,
  output wire                        m_axi_awvalid,
  input  wire                        m_axi_awready,
  output wire [63:0]                 m_axi_awaddr,
  output wire [7:0]                  m_axi_awlen,
  output wire                        m_axi_wvalid,
  input  wire                        m_axi_wready,
  output wire [(8<<BUS_LOG2)-1:0]    m_axi_wdata,
  output wire [(1<<BUS_LOG2)-1:0]    m_axi_wstrb,
  output wire                        m_axi_wlast,
  input  wire                        m_axi_bvalid,
  output wire                        m_axi_bready,
  input  wire [1:0]                  m_axi_bresp,
  output wire                        bus_idle,
  output wire                        fault,
  output wire [7:0]                  written,
  output wire [1:0]                  written_region  // of what is written
);
  localparam integer BUS = 1 << BUS_LOG2;
  localparam integer LANES = 1 << LANES_LOG2;
  localparam integer GROUP = 4 * LANES;     // bytes of a result word, the widest source
  localparam integer QUEUE_LOG2 = 3;
  localparam [QUEUE_LOG2:0] QUEUE_ONE = 1;
  localparam [BURST_LOG2:0] FLIGHT_ONE = 1;
  localparam [BURST_LOG2:0] FLIGHT_MOST = 1 << BURST_LOG2;
  localparam [31:0] ONE_BEAT = 1 << BUS_LOG2;
  localparam [6:0] LANES_7 = 1 << LANES_LOG2;
  localparam [6:0] BUS_7 = 1 << BUS_LOG2;
  localparam [6:0] GROUP_7 = 4 << LANES_LOG2;
  localparam [1:0] I8 = 2'd0;
  localparam [1:0] F16 = 2'd1;
  localparam [1:0] F32 = 2'd2;

  wire operands_unused = &{s_instr_code[3:2], s_instr_flags[7:2], s_instr_operand_5};
  wire element_unused = &{1'b0, element_q};  // bits above the buffers' sizes
  wire okay_unused = m_axi_bresp[0];        // tells apart kinds of success and kinds of failure

  // ---- read ----
  reg                    active_q;
  reg                    empty_q;           // size 0
  reg [1:0]              kind_q;            // log2 of the element's bytes
  reg [1:0]              region_q;
  reg [31:0]             element_q;         // next element of the buffer
  reg [31:0]             offset_q;          // its byte offset in the region
  reg [31:0]             next_offset_q;     // of the next piece
  reg [31:0]             stride_q;
  reg [31:0]             piece_q;
  reg [31:0]             left_q;            // elements left in the piece
  reg [31:0]             pieces_q;          // pieces left, this one included
  reg                    fresh_q;           // the next element begins a beat
  reg [QUEUE_LOG2:0]     slots_q;           // free and unreserved slots of the beat queue

  wire        is_f32 = s_instr_code[1];
  wire [31:0] pieces = is_f32 ? 32'd1 : s_instr_operand_3;
  wire        accept = s_instr_valid && s_instr_ready;

  wire [6:0] lane = element_q[6:0] & (LANES_7 - 7'd1);
  wire [6:0] byte_0 = offset_q[6:0] & (BUS_7 - 7'd1);
  wire [6:0] in_word = LANES_7 - lane;
  wire [6:0] in_beat = (BUS_7 - byte_0) >> kind_q;
  wire       beat_limits = in_beat <= in_word;
  wire [6:0] most = beat_limits ? in_beat : in_word;
  wire       piece_ends = left_q <= {25'd0, most};
  wire [6:0] count = piece_ends ? left_q[6:0] : most;
  wire [6:0] bytes = count << kind_q;
  wire       beat_ends = piece_ends || beat_limits;
  wire       all_ends = piece_ends && pieces_q == 32'd1;

  wire room = slots_q != {(QUEUE_LOG2+1){1'b0}};
  wire step = active_q && room && (empty_q || ((kind_q == F32) ? res_r_ready : act_r_ready));
  wire reserve = step && (empty_q || beat_ends);
  wire step_last = empty_q || all_ends;

  assign s_instr_ready = !active_q;
  assign act_r_valid = active_q && room && !empty_q && kind_q != F32;
  assign act_r_addr = element_q[LANES_LOG2 +: ACT_BITS];
  assign res_r_valid = active_q && room && !empty_q && kind_q == F32;
  assign res_r_addr = element_q[LANES_LOG2 +: RES_BITS];

  always @(posedge clk) begin
    if (accept) begin
      empty_q <= pieces == 32'd0 || s_instr_operand_2 == 32'd0;
      kind_q <= is_f32 ? F32 : s_instr_code[0] ? F16 : I8;
      region_q <= s_instr_flags[1:0];
      element_q <= s_instr_operand_1;
      offset_q <= s_instr_operand_0;
      next_offset_q <= s_instr_operand_0 + s_instr_operand_4;
      stride_q <= s_instr_operand_4;
      piece_q <= s_instr_operand_2;
      left_q <= s_instr_operand_2;
      pieces_q <= pieces;
      fresh_q <= 1'b1;
    end else if (step) begin
      element_q <= element_q + {25'd0, count};
      offset_q <= piece_ends ? next_offset_q : offset_q + {25'd0, bytes};
      left_q <= piece_ends ? piece_q : left_q - {25'd0, count};
      fresh_q <= beat_ends;
      if (piece_ends) begin
        next_offset_q <= next_offset_q + stride_q;
        pieces_q <= pieces_q - 32'd1;
      end
    end
    if (rst) active_q <= 1'b0;
    else active_q <= accept || (active_q && !(step && step_last));
  end

  // What to do with the answer: stage 1, stage 2 (the data are here).
  wire [6:0] rotate = ((lane << kind_q) - byte_0) & (GROUP_7 - 7'd1);   // of byte lane 0 of the source to its place
  reg                step_1_q;
  reg                empty_1_q;
  reg [1:0]          kind_1_q;
  reg [1:0]          region_1_q;
  reg [31:0]         offset_1_q;
  reg [6:0]          byte_1_q;
  reg [6:0]          bytes_1_q;
  reg [6:0]          rotate_1_q;
  reg                fresh_1_q;
  reg                ends_1_q;
  reg                last_1_q;
  reg                step_2_q;
  reg                empty_2_q;
  reg [1:0]          kind_2_q;
  reg [1:0]          region_2_q;
  reg [31:0]         offset_2_q;
  reg [BUS-1:0]      strobe_2_q;
  reg [6:0]          bytes_2_q;
  reg [6:0]          rotate_2_q;
  reg                fresh_2_q;
  reg                ends_2_q;
  reg                last_2_q;

  always @(posedge clk) begin
    if (step) begin
      empty_1_q <= empty_q;
      kind_1_q <= kind_q;
      region_1_q <= region_q;
      offset_1_q <= offset_q;
      byte_1_q <= byte_0;
      bytes_1_q <= bytes;
      rotate_1_q <= rotate;
      fresh_1_q <= fresh_q;
      ends_1_q <= empty_q || beat_ends;
      last_1_q <= step_last;
    end
    if (step_1_q) begin
      empty_2_q <= empty_1_q;
      kind_2_q <= kind_1_q;
      region_2_q <= region_1_q;
      offset_2_q <= offset_1_q;
      strobe_2_q <= ~({BUS{1'b1}} << bytes_1_q) << byte_1_q;
      bytes_2_q <= bytes_1_q;
      rotate_2_q <= rotate_1_q;
      fresh_2_q <= fresh_1_q;
      ends_2_q <= ends_1_q;
      last_2_q <= last_1_q;
    end
    if (rst) begin
      step_1_q <= 1'b0;
      step_2_q <= 1'b0;
    end else begin
      step_1_q <= step;
      step_2_q <= step_1_q;
    end
  end

  // ---- merge ----
  wire [8*GROUP-1:0] low_bytes;             // of each activation element
  genvar g;
  generate
    for (g = 0; g < LANES; g = g + 1) begin : g_low
      assign low_bytes[8*g +: 8] = act_r_data[16*g +: 8];
    end
  endgenerate
  assign low_bytes[8*GROUP-1:8*LANES] = {(24*LANES){1'b0}};

  // The source bytes rotated down by an amount, so that each stands where its place in the beat is modulo their number.
  function automatic [8*GROUP-1:0] rotated;
    input [1:0]         kind;
    input [6:0]         amount;
    input [8*GROUP-1:0] bytes_i8;
    input [8*GROUP-1:0] bytes_f16;
    input [8*GROUP-1:0] bytes_f32;
    reg   [8*GROUP-1:0] source;
    begin
      source = (kind == I8) ? bytes_i8 : (kind == F16) ? bytes_f16 : bytes_f32;
      rotated = (source >> {amount, 3'd0}) | (source << {GROUP_7 - amount, 3'd0});
    end
  endfunction

  reg               step_3_q;
  reg               empty_3_q;
  reg               last_3_q;
  reg [1:0]         region_3_q;
  reg [31:0]        offset_3_q;
  reg [6:0]         bytes_3_q;
  reg [BUS-1:0]     strobe_3_q;
  reg               fresh_3_q;
  reg               ends_3_q;
  reg [8*GROUP-1:0] source_3_q;
  reg               push_4_q;               // the gathered beat is complete
  reg               empty_4_q;
  reg               last_4_q;
  reg [1:0]         region_4_q;
  reg [31:0]        offset_4_q;
  reg [6:0]         bytes_4_q;
  reg [BUS-1:0]     strobe_4_q;
  reg [8*BUS-1:0]   beat_4_q;
  integer           i;

  always @(posedge clk) begin
    if (step_2_q) begin
      empty_3_q <= empty_2_q;
      last_3_q <= last_2_q;
      region_3_q <= region_2_q;
      offset_3_q <= offset_2_q;
      bytes_3_q <= bytes_2_q;
      strobe_3_q <= strobe_2_q;
      fresh_3_q <= fresh_2_q;
      ends_3_q <= ends_2_q;
      source_3_q <= rotated(kind_2_q, rotate_2_q, low_bytes, {{(16*LANES){1'b0}}, act_r_data}, res_r_data);
    end
    if (step_3_q) begin
      empty_4_q <= empty_3_q;
      last_4_q <= last_3_q;
      region_4_q <= region_3_q;
      offset_4_q <= offset_3_q;
      bytes_4_q <= fresh_3_q ? bytes_3_q : bytes_4_q + bytes_3_q;
      strobe_4_q <= fresh_3_q ? strobe_3_q : strobe_4_q | strobe_3_q;
      for (i = 0; i < BUS; i = i + 1) begin
        if (strobe_3_q[i]) beat_4_q[8*i +: 8] <= source_3_q[8*(i % GROUP) +: 8];
      end
    end
    if (rst) begin
      step_3_q <= 1'b0;
      push_4_q <= 1'b0;
    end else begin
      step_3_q <= step_2_q;
      push_4_q <= step_3_q && ends_3_q;
    end
  end

  // ---- write ----
  reg [8*BUS+BUS+42:0] queue_q [0:(1<<QUEUE_LOG2)-1];
  reg [QUEUE_LOG2:0]   queue_write_q;
  reg [QUEUE_LOG2:0]   queue_read_q;
  wire                 head_empty;
  wire                 head_last;
  wire [1:0]           head_region;
  wire [31:0]          head_offset;
  wire [6:0]           head_bytes;
  wire [BUS-1:0]       head_strobe;
  wire [8*BUS-1:0]     head_data;
  assign {head_empty, head_last, head_region, head_offset, head_bytes, head_strobe, head_data}
      = queue_q[queue_read_q[QUEUE_LOG2-1:0]];

  reg                  aw_valid_q;
  reg [63:0]           aw_addr_q;
  reg                  w_valid_q;
  reg [8*BUS-1:0]      w_data_q;
  reg [BUS-1:0]        w_strobe_q;
  reg [6:0]            w_bytes_q;
  reg [1:0]            w_region_q;
  reg [7:0]            written_q;
  reg [1:0]            written_region_q;
  reg [BURST_LOG2:0]   flight_write_q;
  reg [BURST_LOG2:0]   flight_read_q;

  wire [63:0] head_base = (head_region == 2'd0) ? region_0 : (head_region == 2'd1) ? region_1 : region_2;
  wire        queue_any = queue_write_q != queue_read_q;
  wire        bus_free = (!aw_valid_q || m_axi_awready) && (!w_valid_q || m_axi_wready) && !stop;
  wire        pop = queue_any && bus_free && flight_write_q - flight_read_q != FLIGHT_MOST;
  wire        pop_write = pop && !head_empty;

  assign m_axi_awvalid = aw_valid_q;
  assign m_axi_awaddr = aw_addr_q;
  assign m_axi_awlen = 8'd0;
  assign m_axi_wvalid = w_valid_q;
  assign m_axi_wdata = w_data_q;
  assign m_axi_wstrb = w_strobe_q;
  assign m_axi_wlast = 1'b1;
  assign written = written_q;
  assign written_region = written_region_q;

  always @(posedge clk) begin
    if (push_4_q) begin
      queue_q[queue_write_q[QUEUE_LOG2-1:0]]
          <= {empty_4_q, last_4_q, region_4_q, offset_4_q, bytes_4_q, strobe_4_q, beat_4_q};
    end
    if (pop_write) begin
      aw_addr_q <= head_base + {32'd0, head_offset & ~(ONE_BEAT - 32'd1)};
      w_data_q <= head_data;
      w_strobe_q <= head_strobe;
      w_bytes_q <= head_bytes;
      w_region_q <= head_region;
    end
    if (w_valid_q) written_region_q <= w_region_q;
    if (rst) begin
      slots_q <= {1'b1, {QUEUE_LOG2{1'b0}}};
      queue_write_q <= {(QUEUE_LOG2+1){1'b0}};
      queue_read_q <= {(QUEUE_LOG2+1){1'b0}};
      aw_valid_q <= 1'b0;
      w_valid_q <= 1'b0;
      written_q <= 8'd0;
    end else begin
      if (reserve && !pop) slots_q <= slots_q - QUEUE_ONE;
      if (!reserve && pop) slots_q <= slots_q + QUEUE_ONE;
      if (push_4_q) queue_write_q <= queue_write_q + QUEUE_ONE;
      if (pop) queue_read_q <= queue_read_q + QUEUE_ONE;
      aw_valid_q <= pop_write || (aw_valid_q && !m_axi_awready);
      w_valid_q <= pop_write || (w_valid_q && !m_axi_wready);
      written_q <= (w_valid_q && m_axi_wready) ? {1'b0, w_bytes_q} : 8'd0;
    end
  end

  // ---- answer ----
  reg [1:0]  flight_q [0:(2<<BURST_LOG2)-1];   // per entry {no write, last of its instruction}
  reg        done_q;
  reg [7:0]  instructions_q;                   // accepted and not done: at most one per place in the unit, under 128
  wire       flight_any = flight_write_q != flight_read_q;
  wire [1:0] flight = flight_q[flight_read_q];
  wire       answered = flight_any && (flight[1] || m_axi_bvalid);

  assign m_axi_bready = flight_any && !flight[1];
  assign fault = m_axi_bvalid && m_axi_bready && m_axi_bresp[1];
  assign bus_idle = !flight_any && !aw_valid_q && !w_valid_q;
  assign done = done_q;
  assign busy = instructions_q != 8'd0 || done_q;

  always @(posedge clk) begin
    if (pop) flight_q[flight_write_q] <= {head_empty, head_last};
    if (rst) begin
      flight_write_q <= {(BURST_LOG2+1){1'b0}};
      flight_read_q <= {(BURST_LOG2+1){1'b0}};
      done_q <= 1'b0;
      instructions_q <= 8'd0;
    end else begin
      if (pop) flight_write_q <= flight_write_q + FLIGHT_ONE;
      if (answered) flight_read_q <= flight_read_q + FLIGHT_ONE;
      done_q <= answered && flight[0];
      if (accept && !(answered && flight[0])) instructions_q <= instructions_q + 8'd1;
      if (!accept && answered && flight[0]) instructions_q <= instructions_q - 8'd1;
    end
  end
endmodule

`default_nettype wire
