// Ring between memory and engine: takes bus beats, gives words of 2^WORD_BEATS_LOG2 beats, the first beat at the low end.
//
// One RAM bank per beat of a word, so that a word is read in one cycle. The banks' read registers are the output: a word
// shows two cycles after its last beat was taken, then one word can be taken in every cycle. Holds exactly 2^WORDS_LOG2
// whole words; level counts them, the shown one included. Reset empties it.
`default_nettype none

module ring_buffer #(
  parameter integer BEAT_BITS = 128,
  parameter integer WORD_BEATS_LOG2 = 2,
  parameter integer WORDS_LOG2 = 9          // at least 1
) (
  input  wire                                     clk,
  input  wire                                     rst,
  input  wire                                     s_beat_valid,
  output wire                                     s_beat_ready,
  input  wire [BEAT_BITS-1:0]                     s_beat_data,
  output wire                                     m_word_valid,
  input  wire                                     m_word_ready,
  output wire [(BEAT_BITS<<WORD_BEATS_LOG2)-1:0]  m_word_data,
  output wire [15:0]                              level
);
  localparam integer BANKS = 1 << WORD_BEATS_LOG2;
  localparam integer WORDS = 1 << WORDS_LOG2;
  localparam [WORDS_LOG2-1:0] NEXT = 1;
  localparam [WORDS_LOG2:0] ONE = 1;

  wire [BANKS-1:0]     bank;                // one-hot: bank of the next beat
  reg [WORDS_LOG2-1:0] write_q;
  reg [WORDS_LOG2-1:0] read_q;
  reg [WORDS_LOG2:0]   level_q;
  reg                  valid_q;

  wire beat = s_beat_valid && s_beat_ready;
  wire stored = beat && bank[BANKS-1];      // a word is complete
  wire taken = valid_q && m_word_ready;
  wire waiting = level_q != {{WORDS_LOG2{1'b0}}, valid_q};
  wire fetch = waiting && (!valid_q || m_word_ready);

  assign s_beat_ready = !level_q[WORDS_LOG2];
  assign m_word_valid = valid_q;
  assign level = {{(15-WORDS_LOG2){1'b0}}, level_q};

  always @(posedge clk) begin
    if (rst) begin
      write_q <= {WORDS_LOG2{1'b0}};
      read_q <= {WORDS_LOG2{1'b0}};
      level_q <= {(WORDS_LOG2+1){1'b0}};
      valid_q <= 1'b0;
    end else begin
      if (stored) write_q <= write_q + NEXT;
      if (fetch) read_q <= read_q + NEXT;
      if (stored && !taken) level_q <= level_q + ONE;
      if (!stored && taken) level_q <= level_q - ONE;
      valid_q <= fetch || (valid_q && !m_word_ready);
    end
  end

  genvar index;
  generate
    if (BANKS > 1) begin : g_rotate
      reg [BANKS-1:0] bank_q;
      assign bank = bank_q;
      always @(posedge clk) begin
        if (rst) bank_q <= {{(BANKS-1){1'b0}}, 1'b1};
        else if (beat) bank_q <= {bank_q[BANKS-2:0], bank_q[BANKS-1]};
      end
    end else begin : g_single
      assign bank = 1'b1;
    end
    for (index = 0; index < BANKS; index = index + 1) begin : g_bank
      reg [BEAT_BITS-1:0] ram_q [0:WORDS-1];
      reg [BEAT_BITS-1:0] data_q;

      always @(posedge clk) begin
        if (beat && bank[index]) ram_q[write_q] <= s_beat_data;
        if (fetch) data_q <= ram_q[read_q];
      end

      assign m_word_data[index*BEAT_BITS +: BEAT_BITS] = data_q;
    end
  endgenerate
endmodule

`default_nettype wire
