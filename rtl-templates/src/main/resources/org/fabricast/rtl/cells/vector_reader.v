// Reads words of lanes from a vector buffer and offers them as a stream.
//
// After start, the words of one pass are read `passes` times, in the order of the mode:
//   0 linear  base, base+1, ...
//   1 wrap    as linear, but again from base after every `period` words
//   2 rotate  period by period, second half before first half (period even)
// Addresses, words and period count words of lanes. The buffer answers two cycles after a request is taken
// (r_valid && r_ready); four words of queue cover that distance, so an undisturbed reader delivers a word per cycle.
// First word: four cycles after start. Reset clears the control state; a start while words are left is a fault of the user.
`default_nettype none
module vector_reader #(
  parameter integer WIDTH = 64,        // bits of a word of lanes
  parameter integer ADDRESS_BITS = 10  // of a word
) (
  input  wire                    clk,
  input  wire                    rst,
  input  wire                    start,
  input  wire [ADDRESS_BITS-1:0] base,
  input  wire [ADDRESS_BITS:0]   words,   // per pass; 0 reads nothing
  input  wire [3:0]              passes,  // 0 reads nothing
  input  wire [1:0]              mode,
  input  wire [ADDRESS_BITS:0]   period,
  output wire                    r_valid,
  input  wire                    r_ready,
  output wire [ADDRESS_BITS-1:0] r_addr,
  input  wire [WIDTH-1:0]        r_data,
  output wire                    m_valid,
  input  wire                    m_ready,
  output wire [WIDTH-1:0]        m_data
);
  localparam [1:0] WRAP = 2'd1;
  localparam [1:0] ROTATE = 2'd2;
  localparam [ADDRESS_BITS:0] ONE = {{ADDRESS_BITS{1'b0}}, 1'b1};

  reg [ADDRESS_BITS:0] addr_q;        // one bit more than needed: sums below are modulo the buffer
  reg [ADDRESS_BITS:0] first_q;       // address of the first word of a pass
  reg [ADDRESS_BITS:0] words_q;
  reg [ADDRESS_BITS:0] left_q;        // words left in this pass
  reg [3:0]            passes_q;      // passes left, this one included
  reg [1:0]            mode_q;
  reg [ADDRESS_BITS:0] segment_q;     // words after which the address jumps
  reg [ADDRESS_BITS:0] position_q;    // within the segment
  reg                  low_q;         // rotate: in the first half, which is read second
  reg [2:0]            room_q;        // words that may still be asked for
  reg                  asked_q;
  reg                  answer_q;

  wire [ADDRESS_BITS:0] half = {1'b0, period[ADDRESS_BITS:1]};
  wire [ADDRESS_BITS:0] first = {1'b0, base} + (mode == ROTATE ? half : {(ADDRESS_BITS+1){1'b0}});
  wire take = r_valid && r_ready;
  wire jump = mode_q != 2'd0 && position_q + ONE == segment_q;
  wire give = m_valid && m_ready;

  reg [ADDRESS_BITS:0] step;
  always @* begin
    step = ONE;
    if (jump && mode_q == WRAP) begin
      step = ONE - segment_q;
    end else if (jump && mode_q == ROTATE) begin
      // From the end of the second half back over both halves; from the end of the first half over the second one
      // and over the first half of the next period.
      step = low_q ? ONE + {segment_q[ADDRESS_BITS-1:0], 1'b0} : ONE - {segment_q[ADDRESS_BITS-1:0], 1'b0};
    end
  end

  assign r_valid = passes_q != 4'd0 && room_q != 3'd0;
  assign r_addr = addr_q[ADDRESS_BITS-1:0];

  always @(posedge clk) begin
    if (rst) begin
      passes_q <= 4'd0;
      room_q <= 3'd4;
      asked_q <= 1'b0;
      answer_q <= 1'b0;
    end else begin
      asked_q <= take;
      answer_q <= asked_q;
      if (take != give) begin
        room_q <= take ? room_q - 3'd1 : room_q + 3'd1;
      end
      if (start) begin
        addr_q <= first;
        first_q <= first;
        words_q <= words;
        left_q <= words;
        passes_q <= words == {(ADDRESS_BITS+1){1'b0}} ? 4'd0 : passes;
        mode_q <= mode;
        segment_q <= mode == ROTATE ? half : period;
        position_q <= {(ADDRESS_BITS+1){1'b0}};
        low_q <= 1'b0;
      end else if (take) begin
        if (left_q == ONE) begin
          left_q <= words_q;
          passes_q <= passes_q - 4'd1;
          addr_q <= first_q;
          position_q <= {(ADDRESS_BITS+1){1'b0}};
          low_q <= 1'b0;
        end else begin
          left_q <= left_q - ONE;
          addr_q <= addr_q + step;
          position_q <= jump ? {(ADDRESS_BITS+1){1'b0}} : position_q + ONE;
          low_q <= low_q ^ jump;
        end
      end
    end
  end

  wire room_unused;  // by construction the queue has room for every answer
  wire top_unused = addr_q[ADDRESS_BITS];
  stream_fifo #(
    .WIDTH(WIDTH),
    .DEPTH_LOG2(2)
  ) u_answers (
    .clk(clk),
    .rst(rst),
    .s_valid(answer_q),
    .s_ready(room_unused),
    .s_data(r_data),
    .m_valid(m_valid),
    .m_ready(m_ready),
    .m_data(m_data)
  );
endmodule
`default_nettype wire
