using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Gradcheck;

namespace RnnTrainer.Cli.Gradcheck;

/// <summary><c>rnn gradcheck FILE --grade</c>: marks a hand-written backward part, statement by statement.</summary>
static class GradeJob
{
    /// <exception cref="UsageException">It is no .cell file, or has no backward part.</exception>
    public static int Run(Session session, string file)
    {
        var text = CellChoice.TextOf(file)
            ?? throw new UsageException($"--grade is for .cell files, and '{file}' is none", "name a file that ends in .cell");
        var grade = BackwardGrade.Of(text, file) ?? throw new UsageException(
            $"'{file}' has no backward part to mark", "write a line `backward` below its statements, then a statement for each gradient");
        session.PrintResult("rnn.grade/1", () => Text(file, grade, session.Verbose), () => Document(file, grade));
        return grade.Passed ? ExitCode.Success : ExitCode.Check;
    }

    static string Text(string file, BackwardGrade grade, bool hasSolution)
    {
        var text = new StringBuilder(
            $"{Printable.Line(file)}: {grade.Name}, {grade.Points} of {Words.Counted(grade.Total, "point")}\npoints   line  statement\n");
        foreach (var line in grade.Lines)
        {
            var shown = line.Line is null ? line.Message! : line.Text;
            var number = line.Line is { } n ? n.ToString(CultureInfo.InvariantCulture) : "-";
            text.Append($"{(line.IsRight ? "1/1" : "0/1")}{number,10}  {Printable.Line(shown)}\n");
            if (line is { IsRight: false, Line: not null })
            {
                text.Append($"               {line.Kind}: {Printable.Line(line.Message!)}\n");
            }

            foreach (var derived in hasSolution ? line.Derived : [])
            {
                text.Append($"               derived: {derived}\n");
            }
        }

        return text.ToString();
    }

    static JsonObject Document(string file, BackwardGrade grade) => new()
    {
        ["name"] = grade.Name,
        ["file"] = file,
        ["points"] = grade.Points,
        ["total"] = grade.Total,
        ["passed"] = grade.Passed,
        ["statements"] = new JsonArray([.. grade.Lines.Select(l => (JsonNode?)new JsonObject
        {
            ["line"] = l.Line,
            ["statement"] = l.Text,
            ["points"] = l.IsRight ? 1 : 0,
            ["total"] = 1,
            ["right"] = l.IsRight,
            ["kind"] = l.Kind,
            ["message"] = l.Message,
            ["derived"] = new JsonArray([.. l.Derived.Select(d => (JsonNode?)d)]),
        })]),
    };
}
