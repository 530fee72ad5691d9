using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cli;

public sealed class CellsTests
{
    [Fact]
    public void The_list_has_every_cell_with_its_source()
    {
        var run = Rnn.Run("cells");

        Assert.Equal(0, run.Exit);
        Assert.Equal(CellLibrary.Names, run.Output.Split('\n').Skip(2).SkipLast(2).Select(l => l.Split(' ')[0]));
        Assert.Contains("Collins, Sohl-Dickstein, Sussillo 2017", run.Output, StringComparison.Ordinal);
    }

    /// <summary>By hand, with K = 3 and J = 5. Parameters of a ugrnn: 2 (25 + 15 + 5). Operations: 2 (2·25 + 2·15 + 5 + 2·5) and 5 each of
    /// 1 − G, two products, a sum, a <c>+=</c>.</summary>
    [Fact]
    public void Parameters_and_operations_are_those_of_the_loops()
    {
        var cell = Rnn.Run("cells", "ugrnn", "--input", "3", "--hidden", "5", "--json").Json["cells"]![0]!;

        Assert.Equal((90, 190 + 25), ((int)cell["parameters"]!, (int)cell["operations_per_step"]!));
        Assert.Equal(1, (double)cell["constants"]!["forget_bias"]!);
        Assert.Equal("h", (string)cell["states"]![0]!);
    }

    [Fact]
    public void The_text_of_a_cell_is_a_file_that_prints_the_same_loops()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("mine.cell", Rnn.Run("cells", "lem").Output);

        Assert.Equal(Rnn.Run("derive", "lem").Output, Rnn.Run("derive", path).Output);
        Assert.Equal(CellLibrary.Find("lem")!.Text, File.ReadAllText(path));
    }

    [Fact]
    public void A_cell_that_is_not_there_exits_2_with_the_nearest_name()
    {
        var run = Rnn.Run("cells", "ugrn");

        Assert.Equal(2, run.Exit);
        Assert.Contains("there is no cell 'ugrn'\n  hint: did you mean 'ugrnn'?", run.Error, StringComparison.Ordinal);
        Assert.All(
            new[] { ("GRU", "gru"), ("nn.LSTM", "lstm"), ("SimpleRNN", "rnn"), ("gru_reset_after", "gru-reset-after"),
            ("LSTMCell", "lstm") },
            p => Assert.Contains($"did you mean '{p.Item2}'?", Rnn.Run("cells", p.Item1).Error, StringComparison.Ordinal));
    }
}
