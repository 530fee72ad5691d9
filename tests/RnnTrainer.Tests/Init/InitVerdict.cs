using System.Text.RegularExpressions;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Init;

namespace RnnTrainer.Tests.Init;

/// <summary>What <c>rnn init</c> made of a file.</summary>
enum Understood
{
    /// <summary>All that the file holds was found.</summary>
    Right,

    /// <summary>It was not, but an option that was printed chooses it.</summary>
    Reported,

    /// <summary>No config was written, and no option was named.</summary>
    Refused,

    /// <summary>A config was written that reads or learns something else.</summary>
    Wrong,
}

/// <summary>A file compared with what <c>rnn init</c> understood.</summary>
/// <param name="Faults">What differs, by aspect: task, target, sequences, order, numbers, time, inputs, words, labels.</param>
/// <param name="Printed">What was printed.</param>
sealed partial record InitVerdict(MadeFile File, Understood Understood, IReadOnlyDictionary<string, string> Faults, string Printed)
{
    const int Choices = 2;

    static readonly string[] Orders = ["order", "sort", "newest", "revers"];

    /// <summary>What was left out, sorted or rewritten without a line that says so.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>Whether the file was understood, or what is ambiguous reported, and nothing happened without a line.</summary>
    public bool IsGood => Understood is Understood.Right or Understood.Reported && Silent.Count == 0;

    /// <summary>Compares; the other possibilities that were printed are tried, and those that are printed with them.</summary>
    public static InitVerdict Of(MadeFile made)
    {
        var verdict = Of(made, new DataOptions(), null);
        return verdict.Understood != Understood.Right && verdict.LeadsToRight(new DataOptions(), null, Choices)
            ? verdict with { Understood = Understood.Reported } : verdict;
    }

    /// <summary>Whether one of the printed possibilities, or of those that are printed with it, finds all that the file holds.</summary>
    bool LeadsToRight(DataOptions given, string? task, int choices) => Others(given, task).Any(
        o => Of(File, o.Options, o.Task) is var chosen
            && (chosen.Understood == Understood.Right || (choices > 1 && chosen.LeadsToRight(o.Options, o.Task, choices - 1))));

    public override string ToString() =>
        $"{Understood}: {File.Kind} ({string.Join(", ", File.Traits.Select(t => $"{t.Key} {t.Value}"))})\n"
        + string.Concat(Faults.Select(f => $"  {f.Key}: {f.Value}\n")) + string.Concat(Silent.Select(s => $"  in silence: {s}\n"))
        + string.Concat(File.Text.Split('\n').Take(4).Select(l => $"    | {Printable.Short(l.TrimEnd('\r'), 120)}\n"))
        + string.Concat(Printed.Split('\n').Select(l => $"    {Printable.Short(l, 200)}\n"));

    static InitVerdict Of(MadeFile made, DataOptions given, string? task)
    {
        try
        {
            var summary = Summarizer.Of(made.Bytes, made.File, given, task);
            var printed = string.Join('\n', SummaryText.Of(summary));
            if (summary.Task.Task is null || summary.ProblemCount > 0)
            {
                return Refused(made, $"{printed}\n{string.Join('\n', summary.Problems.Select(p => $"{p}\n  hint: {p.Hint}"))}");
            }

            var starting = StartingConfig.Of(summary, new DataFiles(made.File, null, null));
            var faults = FaultsOf(made, summary, starting.Config);
            var understood = faults.Count == 0 ? Understood.Right
                : faults.ContainsKey("not read") ? Understood.Refused : Understood.Wrong;
            return new InitVerdict(made, understood, faults, printed)
            {
                Silent = [.. Unsaid(made, summary, starting)],
            };
        }
        catch (DataException e)
        {
            return Refused(made, $"{e.Message}\n  hint: {e.Errors[0].Hint}");
        }
    }

    static InitVerdict Refused(MadeFile made, string printed) => new(
        made, Understood.Refused,
        new Dictionary<string, string> { ["not read"] = Array.Find(printed.Split('\n'), l => l.Contains("error", StringComparison.Ordinal)) ?? printed },
        printed);

    /// <summary>The options of the lines that begin with "or".</summary>
    IEnumerable<(DataOptions Options, string? Task)> Others(DataOptions given, string? asked)
    {
        foreach (var line in Printed.Split('\n').Where(l => l.StartsWith("or --", StringComparison.Ordinal)))
        {
            var (options, task) = (given, asked);
            foreach (Match match in Option().Matches(line))
            {
                var (name, value) = (match.Groups[1].Value, match.Groups[2].Value.TrimEnd(':').Trim('\''));
                (options, task) = name switch
                {
                    "task" => (options, value),
                    "target" => (options with { Target = value.Split(',') }, task),
                    "sequence" => (options with { Sequence = value.Split(',') }, task),
                    "step" => (options with { Step = value.Split(',') }, task),
                    "layout" => (options with { Layout = Enum.Parse<Layout>(value, ignoreCase: true) }, task),
                    "order" => (options with { Order = Enum.Parse<RowOrder>(value, ignoreCase: true) }, task),
                    _ => (options, task),
                };
            }

            yield return (options, task);
        }
    }

    static Dictionary<string, string> FaultsOf(MadeFile made, DataSummary summary, Config config)
    {
        var faults = new Dictionary<string, string>();
        if (made.Task != summary.Task.Task)
        {
            faults["task"] = $"{made.Task}, not {summary.Task.Task}";
        }

        // The steps of rows to forecast are no columns.
        var isWide = made.Target.Count == 0 && made.Others.Count > 3;
        var target = summary.Task.Target;
        if (!isWide && made.Target.Count + made.Others.Count > 0
            && (!made.Target.All(target.Contains) || target.Except(made.Target).Except(made.Others).Any() || target.Count == 0))
        {
            faults["target"] = $"{Names([.. made.Target, .. made.Others.Select(o => $"{o}?")])}, not {Names(target)}";
        }

        string[] inputs = [
            .. config.Data.Inputs?.Names ?? summary.Inputs, .. config.Data.Categories?.Names ?? [], .. config.Data.Dates?.Names ?? []];
        if (inputs.Intersect(made.NotInputs).Where(i => !IsCalendar(i, made)).ToList() is { Count: > 0 } wrong)
        {
            faults["inputs"] = Names(wrong);
        }

        if (made.Spacing is { } spacing
            && !(summary.Spacing is { } read && Math.Abs((read / spacing) - 1) < (spacing.TotalDays > 27 ? 0.15 : 0.001)))
        {
            faults["time"] = $"steps {spacing} apart, not {summary.Spacing?.ToString() ?? "known"}";
        }

        try
        {
            new ReadBack(made, Reading.Options(config), summary).Compare(faults);
        }
        catch (DataException e)
        {
            faults["not read"] = e.Errors[0].Message;
        }

        return faults;
    }

    static IEnumerable<string> Unsaid(MadeFile made, DataSummary summary, StartingConfig starting)
    {
        var (options, data) = (summary.Options, starting.Config.Data);
        string[] notes = [summary.Layout.Reason, .. summary.Notes, .. starting.Notes];
        var used = options.Sequence.Concat(options.Step).Concat(summary.Task.Target).Concat(options.Categories).Concat(summary.Inputs)
            .Concat(data.Inputs?.Names ?? []).Concat(data.Dates?.Names ?? []).Concat(options.Tokens ?? [])
            .Concat(options.Step.Count == 0 ? ["step"] : []).Concat(options.Sequence.Count == 0 ? ["seq", "sequence", "id"] : []);
        foreach (var column in made.Columns.Where(c => c.Length > 0).Except(used)
            .Where(c => !notes.Any(n => n.Contains($"'{c}'", StringComparison.Ordinal))))
        {
            yield return $"'{column}' is left out";
        }

        // Only a step column, or the order of the file, puts rows elsewhere; a key that was taken for the step may rise already.
        var isSorted = options.Order == RowOrder.Falling || made.Time.Any(options.Step.Contains);
        if (isSorted && made.Traits.GetValueOrDefault("order") is { } order && order.Contains("newest", StringComparison.Ordinal)
            && !notes.Any(n => Orders.Any(w => n.Contains(w, StringComparison.Ordinal))))
        {
            yield return "rows are sorted";
        }
    }

    static string Names(IReadOnlyList<string> names) => $"[{string.Join(", ", names)}]";

    /// <summary>Years, months and hours of a time may be inputs: what they will be is known.</summary>
    static bool IsCalendar(string column, MadeFile made) => made.Time.Count > 1 && made.Time.Contains(column);

    [GeneratedRegex("--([a-z-]+) (.*?)(?= --|: |$)")]
    private static partial Regex Option();
}
