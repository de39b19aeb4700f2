// Input memory that gives 8 words in a row at once: word i of row r is word 8 r + i.
//
// One write port of a word; what is read appears in the cycle after en and then stays, with the place of the word that was
// asked for in its row. Reading and writing one word in the same cycle gives the old word. Nothing is reset.
`default_nettype none
module input_rows #(
  parameter integer WIDTH = 128,
  parameter integer ADDRESS_BITS = 8  // of a word
) (
  input  wire                    clk,
  input  wire                    w_valid,
  input  wire [ADDRESS_BITS-1:0] w_addr,
  input  wire [WIDTH-1:0]        w_data,
  input  wire                    en,
  input  wire [ADDRESS_BITS-1:0] r_addr,
  output wire [2:0]              place,
  output wire [WIDTH-1:0]        word_0,
  output wire [WIDTH-1:0]        word_1,
  output wire [WIDTH-1:0]        word_2,
  output wire [WIDTH-1:0]        word_3,
  output wire [WIDTH-1:0]        word_4,
  output wire [WIDTH-1:0]        word_5,
  output wire [WIDTH-1:0]        word_6,
  output wire [WIDTH-1:0]        word_7
);
  reg [2:0] place_q;
  assign place = place_q;
  always @(posedge clk) if (en) place_q <= r_addr[2:0];

  genvar bank;
  generate
    for (bank = 0; bank < 8; bank = bank + 1) begin : g_bank
      localparam [2:0] BANK = bank;
      wire [WIDTH-1:0] word;
      read_memory #(.WIDTH(WIDTH), .ADDRESS_BITS(ADDRESS_BITS-3)) u_words (
        .clk(clk), .w_valid(w_valid && w_addr[2:0] == BANK), .w_addr(w_addr[ADDRESS_BITS-1:3]), .w_data(w_data), .en(en),
        .r_addr(r_addr[ADDRESS_BITS-1:3]), .r_data(word));
    end
  endgenerate
  assign word_0 = g_bank[0].word;
  assign word_1 = g_bank[1].word;
  assign word_2 = g_bank[2].word;
  assign word_3 = g_bank[3].word;
  assign word_4 = g_bank[4].word;
  assign word_5 = g_bank[5].word;
  assign word_6 = g_bank[6].word;
  assign word_7 = g_bank[7].word;
endmodule
`default_nettype wire
