using System.Text.RegularExpressions;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells;
using RnnTrainer.Training.Gradcheck;
using Xunit.Abstractions;

namespace RnnTrainer.Tests.Cells;

/// <summary>A hand-written backward part with one error gets all points but one, and the error is named by its line and its kind.</summary>
public sealed partial class GradeTests(ITestOutputHelper output)
{
    const string Softmax = """
        program softmax
        input s[b,j]
        Z[b] += exp(s[b,j])
        p[b,j] += exp(s[b,j]) / Z[b]
        backward
        s.grad[b,j] += p.grad[b,j] exp(s[b,j]) / Z[b]
        Z.grad[b] -= p.grad[b,j] exp(s[b,j]) / Z[b]^2
        s.grad[b,j] += Z.grad[b] exp(s[b,j])
        """;

    [Fact]
    public void Over_all_derived_backwards_of_the_library_the_line_is_always_named_and_the_kind_in_nine_of_ten()
    {
        var (tried, kinds, unnamed, unknown) = (0, 0, new List<string>(), new List<string>());
        foreach (var (number, cell) in CellLibrary.Names.Index())
        {
            // One in four: all of them take a minute.
            foreach (var mutant in Mutants(TextOf(cell)).Where((_, n) => n % 4 == number % 4))
            {
                if (Grade(mutant.Text) is not { } grade)
                {
                    continue;
                }

                tried++;
                var wrong = grade.Lines.Where(l => !l.IsRight).ToList();
                var what = $"{cell}, {mutant.Kind}: {mutant.Text.Split('\n')[mutant.Line - 1]} -> " +
                    string.Join(" | ", wrong.Select(l => $"{l.Line} {l.Kind}: {l.Message}"));
                if (wrong is not [var one] || one.Line != mutant.Line)
                {
                    unnamed.Add(what);
                }
                else if (one.Kind == mutant.Kind)
                {
                    kinds++;
                }
                else
                {
                    unknown.Add(what);
                }
            }
        }

        output.WriteLine($"{tried} mutants, {tried - unnamed.Count} named, {kinds} kinds\n{string.Join('\n', unknown)}");
        Assert.True(tried >= 200, $"only {tried} mutants");
        Assert.True(unnamed.Count == 0, string.Join('\n', unnamed));
        Assert.True(kinds >= 0.9 * tried, $"{kinds} of {tried}:\n{string.Join('\n', unknown)}");
    }

    [Theory]
    [InlineData("Z.grad[b] -= p", "Z.grad[b] += p", 7, "sign")]
    [InlineData("exp(s[b,j]) / Z[b]\nZ", "exp(s[b,j])\nZ", 6, "factor")]
    [InlineData("Z[b]^2", "Z[b]", 7, "factor")]
    [InlineData("p.grad[b,j] exp(s[b,j]) / Z[b]^2", "exp(s[b,j]) / Z[b]^2", 7, "factor")]
    [InlineData("Z.grad[b] exp", "exp", 8, "factor")]
    [InlineData("Z.grad[b] exp(s[b,j])", "Z.grad[b] exp(p[b,j])", 8, "wrong argument")]
    [InlineData("+= p.grad[b,j] exp", "+= 2 p.grad[b,j] exp", 6, "factor")]
    public void A_program_is_marked_too(string right, string wrong, int line, string kind)
    {
        var grade = BackwardGrade.Of(Softmax.Replace(right, wrong, StringComparison.Ordinal), "my.cell")!;

        var one = Assert.Single(grade.Lines, l => !l.IsRight);
        Assert.Equal((2, 3, line, kind), (grade.Points, grade.Total, one.Line, one.Kind));
    }

    [Fact]
    public void A_right_part_gets_all_points_and_a_text_without_one_no_grade()
    {
        Assert.True(BackwardGrade.Of(Softmax, "my.cell")!.Passed);
        Assert.Null(BackwardGrade.Of(Softmax.Split("backward")[0], "my.cell"));
        Assert.Null(BackwardGrade.Of(TextOf("gru").Split("backward")[0], "my.cell"));
    }

    [Fact]
    public void Two_errors_are_two_lines()
    {
        var text = TextOf("ugrnn").Replace("BG.grad[j] -= 1/B G~", "BG.grad[j] -= G~", StringComparison.Ordinal)
            .Replace("h.grad[b,i] += WhR[j,i]", "h.grad[b,i] += WhR[i,j]", StringComparison.Ordinal);
        var grade = BackwardGrade.Of(text, "my.cell")!;

        Assert.Equal(["missing 1/B", "transposed"], grade.Lines.Where(l => !l.IsRight).Select(l => l.Kind));
        Assert.Equal((14, 16), (grade.Points, grade.Total));
    }

    [Fact]
    public void A_missing_statement_costs_a_point_and_one_too_many_too()
    {
        var lines = TextOf("ugrnn").Split('\n').ToList();
        var x = lines.FindIndex(l => l.Contains("x.grad[b,k] += WxG", StringComparison.Ordinal));
        var missing = BackwardGrade.Of(string.Join('\n', lines.Where((_, n) => n != x)), "my.cell")!;
        var twice = BackwardGrade.Of(string.Join('\n', lines.Append(lines[x])), "my.cell")!;

        var left = Assert.Single(missing.Lines, l => !l.IsRight);
        Assert.Equal((15, 16, null), (missing.Points, missing.Total, left.Line));
        Assert.Equal(("missing statement", "x.grad lacks a statement"), (left.Kind, left.Message));
        Assert.Equal(
            (16, 17, "extra statement"), (twice.Points, twice.Total, Assert.Single(twice.Lines, l => !l.IsRight).Kind));
    }

    [Fact]
    public void A_blank_counts_as_missing()
    {
        var blank = Softmax.Replace("-= p.grad[b,j] exp(s[b,j]) / Z[b]^2", "?", StringComparison.Ordinal);
        var grade = BackwardGrade.Of(blank, "my.cell")!;

        var one = Assert.Single(grade.Lines, l => !l.IsRight);
        Assert.Equal((2, 3, 7, "blank"), (grade.Points, grade.Total, one.Line, one.Kind));
    }

    [Fact]
    public void A_blank_elsewhere_is_an_error_at_its_place()
    {
        var error = Assert.Throws<CellException>(() => BackwardGrade.Of(
            Softmax.Replace("p[b,j] += exp(s[b,j]) / Z[b]\nb", "p[b,j] += ?\nb", StringComparison.Ordinal), "my.cell"));

        Assert.Contains("my.cell:4:11", error.Message, StringComparison.Ordinal);
        Assert.Contains("fill it in", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Null if the text is refused, because a tensor that the error names is not there.</summary>
    static BackwardGrade? Grade(string text)
    {
        try
        {
            return BackwardGrade.Of(text, "my.cell");
        }
        catch (CellException)
        {
            return null;
        }
    }

    static string TextOf(string name)
    {
        var cell = CellLibrary.Find(name)!;
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        using var graph = step.Graph;
        return string.Join('\n', [.. step.ForwardText, "backward", .. step.BackwardText]);
    }

    /// <summary>Each backward statement with each error that it can have.</summary>
    static IEnumerable<(string Text, int Line, string Kind)> Mutants(string text)
    {
        var lines = text.Split('\n');
        for (var n = Array.IndexOf(lines, "backward") + 1; n < lines.Length; n++)
        {
            foreach (var (line, kind) in Wrong(lines[n]).Where(w => w.Line != lines[n]))
            {
                yield return (string.Join('\n', [.. lines[..n], line, .. lines[(n + 1)..]]), n + 1, StatementMark.NameOf(kind));
            }
        }
    }

    static IEnumerable<(string Line, FaultKind Kind)> Wrong(string line)
    {
        var parts = Parts().Match(line).Groups;
        var (target, operation, value) = (parts["target"].Value, parts["operation"].Value, parts["value"].Value);
        yield return ($"{target} {(operation == "+=" ? "-=" : "+=")} {value}", FaultKind.Sign);
        yield return (line.Replace("1/B ", "", StringComparison.Ordinal), FaultKind.MissingAverage);
        yield return ($"{target} {operation} 0.5 * ({value})", FaultKind.Factor);

        // A square matrix with its subscripts exchanged.
        yield return (Square().Replace(line, "$1[$3,$2]"), FaultKind.Transposed);
        yield return (line.Replace(".grad[j,i]", ".grad[i,j]", StringComparison.Ordinal), FaultKind.Transposed);

        // The summed index has the name of the index of the target: only the diagonal is left.
        if (Square().IsMatch(value) && target.EndsWith(".grad[b,i]", StringComparison.Ordinal))
        {
            var diagonal = value.Replace("[j,i]", "[i,i]", StringComparison.Ordinal).Replace("[b,j]", "[b,i]", StringComparison.Ordinal);
            yield return ($"{target} {operation} {diagonal}", FaultKind.MissingSum);
        }

        // 1 - R^2 of R~ instead of R, and G (1 - G) of G~ instead of G.
        yield return (Tanh().Replace(line, "1 - $1~[b,j]^2"), FaultKind.WrongArgument);
        yield return (Sigmoid().Replace(line, "$1~[b,j] (1 - $1~[b,j])"), FaultKind.WrongArgument);
    }

    [GeneratedRegex(@"^(for [^:]*: *)?(?<target>\S+) (?<operation>[+-]=) (?<value>.*)$")]
    private static partial Regex Parts();

    [GeneratedRegex(@"\b([A-Z]\w*)\[(j),(i)\]")]
    private static partial Regex Square();

    [GeneratedRegex(@"1 - ([A-Za-z]+)\[b,j\]\^2")]
    private static partial Regex Tanh();

    [GeneratedRegex(@"\b([A-Za-z]+)\[b,j\] \(1 - \1\[b,j\]\)")]
    private static partial Regex Sigmoid();
}
