// Packs quantised elements into words of the engine's input buffer, group by group, and stores the groups' scales.
//
// Group g of a vector of n elements is written to words x + g * ceil(group / ARRAY) on, all words of the group, zeros
// beyond its elements and beyond n; its scale to xs + g. A group but the last is a multiple of the lanes. One word of
// lanes per cycle, except while the zero words at the end are written. busy falls when the last word and scale are in.
// Reset clears the control state.
`default_nettype none
module quantised_packer #(
  parameter integer ARRAY_LOG2 = 4,
  parameter integer LANES_LOG2 = 2,
  parameter integer INPUT_BITS = 8,
  parameter integer SCALE_BITS = 6
) (
  input  wire                           clk,
  input  wire                           rst,
  input  wire                           start,
  input  wire [INPUT_BITS-1:0]          x,
  input  wire [SCALE_BITS-1:0]          xs,
  input  wire [31:0]                    n,
  input  wire [31:0]                    group,
  output wire                           busy,
  input  wire                           s_q_valid,
  output wire                           s_q_ready,
  input  wire [(1 << LANES_LOG2)-1:0]   s_q_mask,
  input  wire [8*(1 << LANES_LOG2)-1:0] s_q_data,
  input  wire                           s_scale_valid,
  output wire                           s_scale_ready,
  input  wire [31:0]                    s_scale_data,
  output wire                           w_x_valid,
  output wire [INPUT_BITS-1:0]          w_x_addr,
  output wire [8*(1 << ARRAY_LOG2)-1:0] w_x_data,
  output wire                           w_xs_valid,
  output wire [SCALE_BITS-1:0]          w_xs_addr,
  output wire [31:0]                    w_xs_data
);
  localparam integer LANES = 1 << LANES_LOG2;
  localparam integer PIECES = 1 << (ARRAY_LOG2 - LANES_LOG2);
  localparam [31:0] LANES_WORD = LANES;
  localparam [31:0] ARRAY_MINUS_1 = (1 << ARRAY_LOG2) - 1;
  localparam [PIECES-1:0] FIRST_PIECE = 1;
  localparam [INPUT_BITS-1:0] ONE_WORD = 1;
  localparam [SCALE_BITS-1:0] ONE_SCALE = 1;

  reg                    collect_q;  // elements are to come
  reg                    pad_q;      // zero words of the last group are to come
  reg                    write_q;    // the word is complete
  reg [31:0]             group_q;
  reg [31:0]             left_q;        // elements left
  reg [31:0]             group_left_q;  // elements left in the group
  reg [31:0]             words_q;       // words of a group
  reg [31:0]             words_left_q;  // words of the group after the present one
  reg [PIECES-1:0]       piece_q;       // one-hot: where the next elements go
  reg [INPUT_BITS-1:0]   addr_q;
  reg [SCALE_BITS-1:0]   xs_q;

  wire take = s_q_valid && s_q_ready;
  wire end_all = left_q <= LANES_WORD;
  wire end_group = group_left_q <= LANES_WORD;
  wire full = piece_q[PIECES-1] || end_group || end_all;
  wire [31:0] group_words = (group + ARRAY_MINUS_1) >> ARRAY_LOG2;

  assign s_q_ready = collect_q;
  assign s_scale_ready = 1'b1;
  assign busy = collect_q || pad_q || write_q;
  assign w_x_valid = write_q;
  assign w_x_addr = addr_q;
  assign w_xs_valid = s_scale_valid;
  assign w_xs_addr = xs_q;
  assign w_xs_data = s_scale_data;

  genvar piece;
  genvar lane;
  generate
    for (piece = 0; piece < PIECES; piece = piece + 1) begin : g_piece
      for (lane = 0; lane < LANES; lane = lane + 1) begin : g_lane
        reg [7:0] byte_q;
        assign w_x_data[8*(piece*LANES+lane)+7:8*(piece*LANES+lane)] = byte_q;
        always @(posedge clk) begin
          if (take && piece_q[piece]) begin
            byte_q <= s_q_mask[lane] ? s_q_data[8*lane+7:8*lane] : 8'd0;
          end else if ((take && piece_q[0]) || (pad_q && write_q)) begin
            byte_q <= 8'd0;
          end
        end
      end
    end
  endgenerate

  always @(posedge clk) begin
    if (rst) begin
      collect_q <= 1'b0;
      pad_q <= 1'b0;
      write_q <= 1'b0;
    end else if (start) begin
      collect_q <= n != 32'd0;
      group_q <= group;
      left_q <= n;
      group_left_q <= group;
      words_q <= group_words;
      words_left_q <= group_words - 32'd1;
      piece_q <= FIRST_PIECE;
      addr_q <= x;
      xs_q <= xs;
    end else begin
      write_q <= take && full;
      if (take) begin
        left_q <= left_q - LANES_WORD;
        group_left_q <= end_group ? group_q : group_left_q - LANES_WORD;
        piece_q <= full ? FIRST_PIECE : piece_q << 1;
        if (end_all) begin
          collect_q <= 1'b0;
          pad_q <= words_left_q != 32'd0;
        end else if (full) begin
          words_left_q <= end_group ? words_q - 32'd1 : words_left_q - 32'd1;
        end
      end
      if (write_q) addr_q <= addr_q + ONE_WORD;
      if (pad_q) begin
        // The last word with elements is being written in the first of these cycles; zero words follow it.
        write_q <= 1'b1;
        words_left_q <= words_left_q - 32'd1;
        pad_q <= words_left_q != 32'd1;
      end
      if (s_scale_valid) xs_q <= xs_q + ONE_SCALE;
    end
  end
endmodule
`default_nettype wire
