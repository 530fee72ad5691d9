using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Sheet;

/// <summary>Every slip of the printed sheet as a program, docs/errata/*.cell: the check refuses what was printed, and passes it once the
/// line is corrected.</summary>
public sealed class ErrataTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    /// <summary>The file, the line as printed, the line as it is right, and the tensors whose gradients are wrong.</summary>
    public static TheoryData<string, string, string, string> Slips => new()
    {
        { "2b.cell", "Z.grad[b] += p", "Z.grad[b] -= p", "s" },
        { "3.cell", "e[b] += p", "e[b] -= p", "s" },
        { "4b-state.cell", "h.grad[b,j] += WhR", "h.grad[b,i] += WhR",
        "layer0.WhR layer0.WxR layer0.BR layer0.WhG layer0.WxG layer0.BG x layer0.h0" },
        { "4b-input.cell", "h.grad[b,i] += WhR[j,i] R~.grad[b,j]", $"{Read("4b-input.cell").Split('\n')[^2][11..]}{InputLines}", "x" },
    };

    const string InputLines = "\nfor b,j,k: x.grad[b,k] += WxG[j,k] G~.grad[b,j]\nfor b,j,k: x.grad[b,k] += WxR[j,k] R~.grad[b,j]";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Slips))]
    public void The_check_refuses_the_printed_backward_and_passes_the_corrected_one(string file, string printed, string right, string wrong)
    {
        var asPrinted = Rnn.Run("gradcheck", Path(file), "--json");
        Assert.True(asPrinted.Exit == 4, asPrinted.Error);
        Assert.Equal(
            wrong.Split(' '), asPrinted.Json["parameters"]!.AsArray().Where(p => !(bool)p!["passed"]!).Select(p => (string)p!["name"]!));

        var text = Read(file);
        Assert.Contains(printed, text, StringComparison.Ordinal);
        var corrected = Rnn.Run("gradcheck", _folder.Write(file, text.Replace(printed, right, StringComparison.Ordinal)), "--json");
        Assert.True(corrected.Exit == 0, corrected.Output + corrected.Error);
    }

    [Fact]
    public void The_printed_indexes_of_4a_are_refused_and_the_correct_ones_pass()
    {
        var asPrinted = Rnn.Run("gradcheck", Path("4a.cell"));
        Assert.Equal(2, asPrinted.Exit);
        Assert.Contains(":8:25: error: index k is K in x[b,k] but J in WxR[k,i]", asPrinted.Error, StringComparison.Ordinal);

        var corrected = Read("4a.cell")
            .Replace("for b,j,k,i: R~[b,j] += WxR[k,i]", "for b,j,k: R~[b,j] += WxR[j,k]", StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("gradcheck", _folder.Write("4a.cell", corrected)).Exit);
    }

    [Fact]
    public void A_printed_assignment_is_refused_at_its_sign()
    {
        var run = Rnn.Run("gradcheck", _folder.Write("3.cell", Read("3.cell").Replace("e[b] += p", "e[b] = p", StringComparison.Ordinal)));

        Assert.Equal(2, run.Exit);
        Assert.Contains("3.cell:9:15: error:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_state_gradient_does_not_show_in_one_step_of_the_parameters()
    {
        var lengths = Rnn.Run("gradcheck", Path("4b-state.cell"), "--by-step", "--json").Json["steps"]!.AsArray();

        Assert.All(lengths[^1]!["tensors"]!.AsArray(), t => Assert.True((bool)t!["passed"]!));
        Assert.Contains(lengths[0]!["tensors"]!.AsArray(), t => !(bool)t!["passed"]!);
    }

    static string Path(string file) => RepositoryFolder.File("docs", "errata", file);

    static string Read(string file) => File.ReadAllText(Path(file));
}
