using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>The marks of a hand-written backward part: a point for each right statement.</summary>
/// <param name="Name">The name that the text gives itself.</param>
/// <param name="Lines">Statements and blanks in the order of the text, then what is missing.</param>
sealed record BackwardGrade(string Name, IReadOnlyList<GradedLine> Lines)
{
    public int Points => Lines.Count(l => l.IsRight);

    public int Total => Lines.Count;

    public bool Passed => Points == Total;

    /// <summary>Marks the backward part of a text. A statement with a <c>?</c> is a blank, and counts as missing.</summary>
    /// <param name="file">The text's name in errors.</param>
    /// <returns>Null if the text has no backward part.</returns>
    /// <exception cref="CellException">The text is not a cell or a program.</exception>
    public static BackwardGrade? Of(string text, string file)
    {
        var blanks = Blanks(text);
        var (name, marks, lineOf) = Marked(WithZeros(text, blanks), text, file);
        if (marks is null)
        {
            return null;
        }

        var written = marks.Where(m => m.Statement is not null).Select(m => GradedLine.Of(m, lineOf(m.Tensor.Name, m.Ordinal)));
        var lines = written.Where(l => !blanks.Any(b => b.Number == l.Line)).ToList();
        var open = marks.Where(m => m.Statement is null).ToList();
        foreach (var blank in blanks)
        {
            if (open.Find(m => blank.Text.Contains(m.Tensor.Name, StringComparison.Ordinal)) is { } one)
            {
                open.Remove(one);
            }

            lines.Add(new GradedLine(blank.Number, blank.Text) { Kind = "blank", Message = "this is still a blank" });
        }

        return new BackwardGrade(name, [.. lines.OrderBy(l => l.Line), .. open.Select(m => GradedLine.Of(m, null))]);
    }

    static (string Name, IReadOnlyList<StatementMark>? Marks, Func<string, int, SourceLine> LineOf) Marked(
        string filled, string text, string file)
    {
        try
        {
            if (TextProgram.Parse(filled, file) is { LineOf: { } lineOf } program)
            {
                return (program.Name, HasBackward(filled) ? new ProgramSubject(program, seed: 1).Marks() : null, lineOf);
            }

            var cell = TextCell.Parse(filled, file);
            return (cell.Name, cell.HasBackward ? CellCheck.Marks(cell) : null, cell.LineOf);
        }
        catch (CellException) when (filled != text)
        {
            // What is left without the blanks is no cell: their places are what the user has to see.
            TextCell.Parse(text, file);
            throw;
        }
    }

    /// <summary>The statements after the line <c>backward</c> that have a question mark.</summary>
    static IReadOnlyList<SourceLine> Blanks(string text) =>
    [
        .. LinesOf(text).SkipWhile(l => Code(l) != "backward").Where(l => Code(l).Contains('?'))
            .Select(l => l with { Text = Code(l) }),
    ];

    /// <summary>The text with statements that add 0 in place of blanks.</summary>
    static string WithZeros(string text, IReadOnlyList<SourceLine> blanks)
    {
        var numbers = blanks.Select(b => b.Number).ToHashSet();
        return numbers.Count == 0 ? text
            : string.Join('\n', LinesOf(text).Select(l => numbers.Contains(l.Number) ? Filled(Code(l)) : l.Text));
    }

    /// <summary>The statement that adds 0 to the target of a blank; empty if the target itself is not filled in.</summary>
    static string Filled(string code)
    {
        var body = code.StartsWith("for ", StringComparison.Ordinal) ? code[(code.IndexOf(':', StringComparison.Ordinal) + 1)..] : code;
        var target = body.Split(["+=", "-=", "max=", "?"], StringSplitOptions.None)[0].Trim();
        return target.Length == 0 || target.Contains('[') != target.EndsWith(']') ? "" : $"{target} += 0";
    }

    static bool HasBackward(string text) => LinesOf(text).Any(l => Code(l) == "backward");

    static IEnumerable<SourceLine> LinesOf(string text) =>
        new SourceText("", text).Lines.Select((line, n) => new SourceLine(n + 1, line));

    /// <summary>The line without its comment.</summary>
    static string Code(SourceLine line) => line.Text.Split('#')[0].Trim();
}

/// <summary>A statement with its mark.</summary>
/// <param name="Line">Its line in the file; null if it is missing.</param>
/// <param name="Text">As it is written; of a missing one, what it should add to.</param>
sealed record GradedLine(int? Line, string Text)
{
    /// <summary>How it is wrong: a name of <see cref="FaultKind"/>, or blank; null if it is right.</summary>
    public string? Kind { get; init; }

    /// <summary>What is wrong; null if it is right.</summary>
    public string? Message { get; init; }

    /// <summary>The derived statements that it should be; empty if it is right, or if they are not known.</summary>
    public IReadOnlyList<string> Derived { get; init; } = [];

    public bool IsRight => Kind is null;

    /// <param name="line">Null if the statement is missing.</param>
    public static GradedLine Of(StatementMark mark, SourceLine? line)
    {
        var graded = new GradedLine(line?.Number, line?.Text ?? mark.Tensor.Name);
        return mark is not { Fault: { } fault, Kind: { } kind } ? graded : graded with
        {
            Kind = StatementMark.NameOf(kind),
            Message = kind == FaultKind.MissingStatement ? $"{mark.Tensor.Name} lacks a statement"
                : mark.Change is { } change ? $"{change}; {fault.Difference}" : fault.Difference,
            Derived = [.. mark.Meant.Select(s => s.ToString())],
        };
    }
}
