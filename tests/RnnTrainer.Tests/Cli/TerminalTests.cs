using System.Globalization;
using System.Text.RegularExpressions;
using RnnTrainer.Cli.Train;

namespace RnnTrainer.Tests.Cli;

/// <summary>What a person sees of a training, and what a pipe gets.</summary>
public sealed partial class TerminalTests : IDisposable
{
    const char Escape = '\u001b';

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipe_gets_a_plain_line_per_epoch_and_no_escape_code()
    {
        var run = Rnn.Run(Train());

        Assert.DoesNotContain(Escape, run.Error + run.Output);
        Assert.Equal(6, PlainLines().Count(run.Error));
        Assert.Contains("model: ugrnn, hidden 6, 1 layer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_what_was_read_what_is_trained_the_way_of_the_loss_and_how_fast_it_goes()
    {
        var run = Rnn.RunOnTerminal(hasColour: true, isUnicode: true, Train());
        var seen = Codes().Replace(run.Error, "").Replace('\r', '\n'); // a picture begins where the one before began

        Assert.All(
            [@"^read +.*train\.csv: 60 sequences", @"^data +2 inputs", @"^model +ugrnn, hidden 6", @"^epoch +6/6  ━{28}  100%.*sequences/s",
            @"^loss +0\.[0-9]{4,}  [▁▂▃▄▅▆▇]+", @"^validation +loss 0\.[0-9]{4,}  accuracy .*best .* in epoch"],
            line => Assert.Matches($"(?m){line}", seen));
        Assert.Contains($"{Escape}[", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, run.Output);
    }

    [Fact]
    public void Without_colour_nothing_is_coloured()
    {
        Assert.Matches(Colours(), Rnn.RunOnTerminal(hasColour: true, isUnicode: true, Train()).Error);
        Assert.DoesNotMatch(Colours(), Rnn.RunOnTerminal(hasColour: false, isUnicode: true, Train("again")).Error);
    }

    [Fact]
    public void Without_unicode_bar_and_line_are_ascii()
    {
        var run = Rnn.RunOnTerminal(hasColour: true, isUnicode: false, Train());

        Assert.DoesNotMatch("[▁▂▃▄▅▆▇━─]", run.Error);
        Assert.Contains(new string('#', 28), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_is_quiet_on_a_terminal_too() =>
        Assert.Empty(Rnn.RunOnTerminal(hasColour: true, isUnicode: true, [.. Train(), "--quiet"]).Error);

    [Fact]
    public void A_sequence_that_is_trained_piece_by_piece_is_counted_by_its_steps()
    {
        _folder.Write("text.txt", string.Concat(Enumerable.Repeat("to be or not to be\n", 100)));
        var config = _folder.Write(
            "text.yaml",
            "task: language\ndata: {train: text.txt, layout: text, text: stream}\nmodel: {hidden: 4}\ntraining: {epochs: 2, batch: 3, " +
            "truncate: 20}\n");
        var run = Rnn.Run("train", config, "--out", _folder.File("run"));

        Assert.Equal(2, StepLines().Count(run.Error));
        Assert.DoesNotContain("sequences/s", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "▇▄▁", "3 2 1")]
    [InlineData(false, "#-_", "3 1.8 1")]
    [InlineData(true, "▇▄▁", "100 10 1")] // by their logarithms
    [InlineData(true, "▄▄", "5 5")]
    [InlineData(true, "▁ ▇", "0 NaN 1")]
    [InlineData(true, "", "NaN")]
    public void The_larger_the_higher(bool isUnicode, string line, string values) =>
        Assert.Equal(line, Sparkline.Of([.. values.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))], isUnicode));

    string[] Train(string name = "run") =>
        ["train", TinySet.Write(_folder), "--set", "data.split={validation: 0.2}", "--out", _folder.File(name)];

    [GeneratedRegex("^epoch [1-6]/6  loss .*sequences/s$", RegexOptions.Multiline)]
    private static partial Regex PlainLines();

    [GeneratedRegex("^epoch [12]/2 .* steps/s$", RegexOptions.Multiline)]
    private static partial Regex StepLines();

    [GeneratedRegex(@"\u001b\[[0-9;?]*[a-zA-Z]")]
    private static partial Regex Codes();

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Colours();
}
