using CsCheck;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cells;

/// <summary>Any text is read as a cell or refused with errors at places that exist.</summary>
public sealed class MutationTests
{
    static readonly string[] Originals =
    [
        .. Texts.All.Values,
        .. CellLibrary.All.Select(c => string.Join('\n', CellStep.Trace(c, Precision.Float64, CellSizes.For(c)).ForwardText)),
    ];

    static readonly string[] Parts =
    [
        "[", "]", "(", ")", ",", ":", "+", "-", "*", "/", "^", "=", "+=", "-=", "max=", "for ", "backward", "\n", "\n\n", "\t", "#", " ",
            "'", "~", ".grad", ".", "\r", "\uFEFF",
        "h", "h'", "b", "j", "B", "1/B", "0", "-1", "1e308", "^16", "exp(", "log(", "W[j,i]", "x[b,k]", "param Z[r]", "size r = 3",
        "size j = 2", "const q = 1", "state g[b,j]",
        "index n[b]", "input y[b,k]", "program p", "cell q", "x[n[b],k]", "é", "\0", "\uD83D",
    ];

    static readonly Gen<string> Mutants = Gen.Select(
        Gen.Int[0, Originals.Length - 1].Select(n => Originals[n]),
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 6], Gen.Int[0, Parts.Length - 1].Select(n => Parts[n])).Array[1, 4], (text, edits) =>
    {
        foreach (var (place, removed, part) in edits)
        {
            var at = (int)(place * text.Length);
            text = text[..at] + part + text[Math.Min(text.Length, at + removed)..];
        }

        return text;
    });

    // Lines in another order: all words are right, and the sense may be lost.
    static readonly Gen<string> Shuffles = Gen.Select(
        Gen.Int[0, Originals.Length - 1].Select(n => Originals[n]), Gen.Int[0, 40], Gen.Int[0, 40], (text, from, to) =>
    {
        var lines = text.Split('\n').ToList();
        var line = lines[from % lines.Count];
        lines.RemoveAt(from % lines.Count);
        lines.Insert(to % (lines.Count + 1), line);
        return string.Join('\n', lines);
    });

    [Fact]
    public void A_spoilt_text_is_read_or_refused() => Mutants.Sample(Try, iter: 4000);

    [Fact]
    public void A_text_with_a_line_moved_is_read_or_refused() => Shuffles.Sample(Try, iter: 1000);

    [Fact]
    public void What_is_read_passes_its_check_or_is_refused() => Mutants.Sample(
        text =>
        {
            if (Read(text) is { } cell)
            {
                Refused(() => CellCheck.Require(cell), text);
            }
        },
        iter: 100);

    static void Try(string text)
    {
        if (Read(text) is { } cell)
        {
            var printed = string.Join('\n', CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell)).ForwardText);
            var again = CellStep.Trace(TextCell.Parse(printed, "printed"), Precision.Float64, CellSizes.For(cell));
            Assert.Equal(printed, string.Join('\n', again.ForwardText));
        }
    }

    static TextCell? Read(string text)
    {
        TextCell? cell = null;
        Refused(() => cell = TextCell.Parse(text, "my.cell"), text);
        return cell;
    }

    static void Refused(Action action, string text)
    {
        try
        {
            action();
        }
        catch (CellException e)
        {
            var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
            Assert.All(e.Errors, error => Assert.True(
                error.Line is null
                || (error.Line <= lines.Length && error.Column <= lines[error.Line.Value - 1].Length + 1), error.ToString()));
        }
    }
}
