// Instruction fetch: direct-mapped cache of lines of 256 bytes, filled by bursts of one line, reading ahead of execution.
//
// Instructions leave in order from index 0, or from the last redirect's target (an index; the instruction offered in the
// redirect's cycle must not be taken). Lines are aligned in device memory, so a burst never crosses 4 KiB, whatever the
// program's 64-byte aligned base. An instruction is offered as soon as its own bytes are there, and up to AHEAD lines after
// the current one are asked for before they are needed. From redirect to offer: two cycles on a hit; one instruction per
// cycle from lines in the cache. m_instr_error marks an instruction whose line met a bus error.
// Reset empties the cache. While stop is high nothing new is asked for.
`default_nettype none
module instruction_fetch #(
  parameter integer BUS_LOG2 = 4,     // log2 of bytes per beat, 2..6
  parameter integer CACHE_LOG2 = 13   // log2 of bytes, at least 9: two lines
) (
  input  wire                      clk,
  input  wire                      rst,
  input  wire                      stop,
  input  wire [63:0]               base,
  input  wire                      redirect,
  input  wire [31:0]               target,
  output wire                      m_ar_valid,
  input  wire                      m_ar_ready,
  output wire [63:0]               m_ar_addr,
  output wire [7:0]                m_ar_len,
  input  wire                      s_r_valid,
  output wire                      s_r_ready,
  input  wire [(8<<BUS_LOG2)-1:0]  s_r_data,
  input  wire                      s_r_last,
  input  wire                      s_r_error,
  output wire                      m_instr_valid,
  input  wire                      m_instr_ready,
  output wire [255:0]              m_instr_data,
  output wire                      m_instr_error
);
  localparam integer LINE_LOG2 = 8;
  localparam integer INDEX_BITS = CACHE_LOG2 - LINE_LOG2;
  localparam integer LINES = 1 << INDEX_BITS;
  localparam integer LINE_BITS = 32 - 3;              // line numbers, from 32-bit instruction positions
  localparam integer TAG_BITS = LINE_BITS - INDEX_BITS;
  localparam integer WORD_LOG2 = BUS_LOG2 > 5 ? BUS_LOG2 : 5;   // storage word: an instruction, or a beat if that is more
  localparam integer WORD_BITS = 8 << WORD_LOG2;
  localparam integer COLUMN_BITS = LINE_LOG2 - WORD_LOG2;       // words of a line
  localparam [31:0] AHEAD_LINES = LINES > 4 ? 4 : LINES - 1;
  localparam [LINE_BITS-1:0] AHEAD = AHEAD_LINES[LINE_BITS-1:0];
  localparam [7:0] BURST = (1 << (LINE_LOG2 - BUS_LOG2)) - 1;

  // Positions count instructions from the aligned start of the program's first line.
  wire [31:0] offset = {29'd0, base[7:5]};
  wire [4:0]  base_unused = base[4:0];
  wire [31:0] target_position = target + offset;
  wire [LINE_BITS-1:0] target_line = target_position[31:3];
  wire [2:0] target_unused = target_position[2:0];
  reg  [31:0] position_q;                      // next instruction to offer
  reg  [LINE_BITS-1:0] ahead_q;                // next line to look after

  // Tag store: claimed says that the line is there or on its way, complete that it is there.
  reg [TAG_BITS-1:0]  tags_q [0:LINES-1];
  reg [LINES-1:0]     claimed_q;
  reg [LINES-1:0]     complete_q;
  reg [LINES-1:0]     error_q;

  // Lines on their way, oldest at the read end.
  reg [LINE_BITS-1:0] asked_q [0:3];
  reg [2:0]           asked_write_q;
  reg [2:0]           asked_read_q;
  reg                 ar_valid_q;
  reg [LINE_BITS-1:0] ar_line_q;

  // Filling: words of the oldest line that are there.
  reg [COLUMN_BITS-1:0] filled_q;
  reg                   fill_error_q;

  wire [LINE_BITS-1:0]  fill_line = asked_q[asked_read_q[1:0]];
  wire [INDEX_BITS-1:0] fill_index = fill_line[INDEX_BITS-1:0];
  wire                  asked_full = asked_write_q[1:0] == asked_read_q[1:0] && asked_write_q[2] != asked_read_q[2];
  wire                  asked_any = asked_write_q != asked_read_q;

  // Read side.
  wire [LINE_BITS-1:0]   line = position_q[31:3];
  wire [INDEX_BITS-1:0]  index = line[INDEX_BITS-1:0];
  wire [COLUMN_BITS-1:0] column = position_q[2:3-COLUMN_BITS];
  wire same = claimed_q[index] && tags_q[index] == line[LINE_BITS-1:INDEX_BITS];
  wire arriving = asked_any && fill_line == line && column < filled_q;
  reg  valid_q;
  reg  instr_error_q;
  wire read = same && (complete_q[index] || arriving) && (!valid_q || m_instr_ready) && !redirect && !stop;

  // Read-ahead side: the line is asked for unless it is claimed, or another one on its way holds its place.
  wire [INDEX_BITS-1:0] ahead_index = ahead_q[INDEX_BITS-1:0];
  wire ahead_same = claimed_q[ahead_index] && tags_q[ahead_index] == ahead_q[LINE_BITS-1:INDEX_BITS];
  wire ahead_near = ahead_q - line <= AHEAD;
  wire place_busy = claimed_q[ahead_index] && !complete_q[ahead_index];
  wire ask = ahead_near && !ahead_same && !place_busy && !asked_full && !ar_valid_q && !redirect && !stop;

  assign m_ar_valid = ar_valid_q;
  assign m_ar_addr = {base[63:8] + {{(56-LINE_BITS){1'b0}}, ar_line_q}, 8'd0};
  assign m_ar_len = BURST;
  assign s_r_ready = 1'b1;
  assign m_instr_valid = valid_q;
  assign m_instr_error = instr_error_q;

  // Beats become storage words.
  wire                 word_valid;
  wire [WORD_BITS-1:0] word;
  generate
    if (BUS_LOG2 < 5) begin : g_gather
      localparam integer BEAT_BITS = 8 << BUS_LOG2;
      reg [255-BEAT_BITS:0] low_q;          // earlier beats of the word, oldest lowest
      reg [4-BUS_LOG2:0]    beat_q;
      assign word = {s_r_data, low_q};
      assign word_valid = s_r_valid && (&beat_q);
      always @(posedge clk) begin
        if (s_r_valid) low_q <= word[255:BEAT_BITS];
        if (rst) beat_q <= {(5-BUS_LOG2){1'b0}};
        else if (s_r_valid) beat_q <= beat_q + {{(4-BUS_LOG2){1'b0}}, 1'b1};
      end
    end else begin : g_direct
      assign word = s_r_data;
      assign word_valid = s_r_valid;
    end
  endgenerate

  reg [WORD_BITS-1:0] words_q [0:(LINES << COLUMN_BITS)-1];
  reg [WORD_BITS-1:0] data_q;
  always @(posedge clk) begin
    if (word_valid) words_q[{fill_index, filled_q}] <= word;
    if (read) data_q <= words_q[{index, column}];
  end
  generate
    if (WORD_LOG2 == 5) begin : g_whole
      assign m_instr_data = data_q;
    end else begin : g_half
      reg half_q;
      always @(posedge clk) if (read) half_q <= position_q[0];
      assign m_instr_data = half_q ? data_q[511:256] : data_q[255:0];
    end
  endgenerate

  wire line_done = s_r_valid && s_r_last;

  always @(posedge clk) begin
    if (ask) begin
      tags_q[ahead_index] <= ahead_q[LINE_BITS-1:INDEX_BITS];
      asked_q[asked_write_q[1:0]] <= ahead_q;
      ar_line_q <= ahead_q;
    end
    if (read) begin
      instr_error_q <= complete_q[index] ? error_q[index] : fill_error_q;
    end
    if (rst) begin
      position_q <= offset;
      ahead_q <= {LINE_BITS{1'b0}};
      claimed_q <= {LINES{1'b0}};
      complete_q <= {LINES{1'b0}};
      asked_write_q <= 3'd0;
      asked_read_q <= 3'd0;
      ar_valid_q <= 1'b0;
      filled_q <= {COLUMN_BITS{1'b0}};
      fill_error_q <= 1'b0;
      valid_q <= 1'b0;
    end else begin
      ar_valid_q <= ask || (ar_valid_q && !m_ar_ready);
      if (ask) begin
        claimed_q[ahead_index] <= 1'b1;
        complete_q[ahead_index] <= 1'b0;
        asked_write_q <= asked_write_q + 3'd1;
      end
      if (s_r_valid) begin
        fill_error_q <= !s_r_last && (fill_error_q || s_r_error);
      end
      if (word_valid) begin
        filled_q <= filled_q + {{(COLUMN_BITS-1){1'b0}}, 1'b1};
      end
      if (line_done) begin
        complete_q[fill_index] <= 1'b1;
        error_q[fill_index] <= fill_error_q || s_r_error;
        asked_read_q <= asked_read_q + 3'd1;
      end
      if (redirect) begin
        position_q <= target_position;
        valid_q <= 1'b0;
      end else begin
        valid_q <= read || (valid_q && !m_instr_ready);
        if (read) position_q <= position_q + 32'd1;
      end
      // Looks after one line per cycle, beginning with the current one; never falls behind it.
      if (redirect) begin
        ahead_q <= target_line;
      end else if (ahead_near && (ahead_same || ask)) begin
        ahead_q <= ahead_q + {{(LINE_BITS-1){1'b0}}, 1'b1};
      end
    end
  end
endmodule
`default_nettype wire
