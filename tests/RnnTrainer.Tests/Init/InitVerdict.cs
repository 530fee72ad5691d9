using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Init;
using RnnTrainer.Training.Tasks;

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
sealed record InitVerdict(MadeFile File, Understood Understood, IReadOnlyDictionary<string, string> Faults, string Printed)
{
    /// <summary>What was left out, sorted or rewritten without a line that says so.</summary>
    public IReadOnlyList<string> Silent { get; init; } = [];

    /// <summary>Whether the file was understood, or what is ambiguous reported, and nothing happened without a line.</summary>
    public bool IsGood => Understood is Understood.Right or Understood.Reported && Silent.Count == 0;

    static readonly string[] Orders = ["order", "sort", "newest", "revers"];

    public static InitVerdict Of(MadeFile made)
    {
        try
        {
            var summary = Summarizer.Of(made.Bytes, made.File, new DataOptions());
            if (summary.Task.Task is null || summary.ProblemCount > 0)
            {
                return Unread(made, Lines(summary, []));
            }

            var starting = StartingConfig.Of(summary, new DataFiles(made.File, null, null));
            var faults = FaultsOf(made, summary, starting.Config);
            var printed = Lines(summary, starting.Notes);
            var understood = faults.Count == 0 ? Understood.Right
                : faults.All(f => Names(made, f.Key, printed)) ? Understood.Reported : Understood.Wrong;
            return new InitVerdict(made, understood, faults, printed)
            {
                Silent = [.. Unsaid(made, summary, starting, printed)],
            };
        }
        catch (DataException e)
        {
            return Unread(made, e.Message + string.Concat(e.Errors.Select(d => $"\n{d.Hint}")));
        }
    }

    public override string ToString() =>
        $"{Understood}: {File.Kind} ({string.Join(", ", File.Traits.Select(t => $"{t.Key} {t.Value}"))})\n"
        + string.Concat(Faults.Select(f => $"  {f.Key}: {f.Value}\n")) + string.Concat(Silent.Select(s => $"  in silence: {s}\n"))
        + string.Concat(File.Text.Split('\n').Take(4).Select(l => $"    | {Printable.Short(l.TrimEnd('\r'), 120)}\n"))
        + string.Concat(Printed.Split('\n').Select(l => $"    {Printable.Short(l, 200)}\n"));

    static InitVerdict Unread(MadeFile made, string printed) => new(
        made, Names(made, "task", printed) || (made.Target.Count > 0 && Names(made, "target", printed)) ? Understood.Reported : Understood.Refused,
        new Dictionary<string, string> { ["not read"] = printed.Split('\n')[^1] }, printed);

    static string Lines(DataSummary summary, IEnumerable<string> notes) => string.Join(
        '\n',
        [
            $"layout {summary.Layout.Layout}: {summary.Layout.Reason}", $"task {summary.Task.Task}: {summary.Task.Reason}",
            .. summary.Notes.Concat(notes).Select(n => $"note: {n}"), .. summary.Problems.Select(p => $"{p} {p.Hint}"),
        ]);

    /// <summary>Whether the option that chooses what the file holds is printed.</summary>
    static bool Names(MadeFile made, string aspect, string printed)
    {
        string?[] words = aspect switch
        {
            "task" => [$"--task {made.Task}"],
            "target" => ["--target", .. made.Target],
            "sequences" => made.Keys.Count > 0 ? [$"--sequence {string.Join(',', made.Keys)}"] : ["--layout"],
            "order" => ["--order falling"],
            "time" => made.Time.Count > 0 && !printed.Contains("date_", StringComparison.Ordinal)
                ? [$"--step {string.Join(',', made.Time)}"] : ["date_"],
            _ => [null],
        };
        return words.All(w => w is not null && printed.Contains(w, StringComparison.Ordinal));
    }

    static Dictionary<string, string> FaultsOf(MadeFile made, DataSummary summary, Config config)
    {
        var faults = new Dictionary<string, string>();
        Check("task", made.Task, summary.Task.Task!);
        IReadOnlyList<string> target = summary.Task.Target;
        if (made.Keys.Count == 0 || summary.Layout.Layout is not Layout.Wide)
        {
            CheckTarget(target);
        }

        string[] inputs = [
            .. config.Data.Inputs?.Names ?? summary.Inputs, .. config.Data.Categories?.Names ?? [], .. config.Data.Dates?.Names ?? []];
        if (inputs.Intersect(made.NotInputs).Where(i => !IsCalendar(i, made)).ToList() is { Count: > 0 } wrong)
        {
            faults["inputs"] = $"inputs [{string.Join(", ", wrong)}]";
        }

        if (made.Spacing is { } spacing
            && !(summary.Spacing is { } read && Math.Abs((read / spacing) - 1) < (spacing.TotalDays > 27 ? 0.15 : 0.001)))
        {
            faults["time"] = $"steps {spacing} apart, not {summary.Spacing?.ToString() ?? "known"}";
        }

        new ReadBack(made, Reading.Options(config), summary).Compare(faults);
        return faults;

        void Check(string aspect, string expected, string actual)
        {
            if (expected != actual)
            {
                faults[aspect] = $"{expected}, not {actual}";
            }
        }

        void CheckTarget(IReadOnlyList<string> target)
        {
            var isWide = made.Target.Count == 0 && made.Others.Count > 3; // the steps of rows to forecast
            if (!isWide && made.Target.Count + made.Others.Count > 0
                && (!made.Target.All(target.Contains) || target.Except(made.Target).Except(made.Others).Any()
                    || (made.Task == "forecast" && target.Count == 0)))
            {
                faults["target"] = $"[{string.Join(", ", made.Target.Concat(made.Others.Select(o => $"{o}?")))}], not [{string.Join(", ", target)}]";
            }
        }
    }

    static IEnumerable<string> Unsaid(MadeFile made, DataSummary summary, StartingConfig starting, string printed)
    {
        var (options, data) = (summary.Options, starting.Config.Data);
        var used = options.Sequence.Concat(options.Step).Concat(summary.Task.Target).Concat(options.Categories).Concat(summary.Inputs)
            .Concat(data.Inputs?.Names ?? []).Concat(data.Dates?.Names ?? []).Concat(options.Tokens ?? []);
        foreach (var column in made.Columns.Where(c => c.Length > 0).Except(used).Where(c => !printed.Contains($"'{c}'", StringComparison.Ordinal)))
        {
            yield return $"'{column}' is left out";
        }

        if (made.Traits.GetValueOrDefault("order") is { } order && order.Contains("newest", StringComparison.Ordinal)
            && !Orders.Any(w => printed.Contains(w, StringComparison.Ordinal)) && data.Order == RowOrder.Rising)
        {
            yield return "rows are sorted";
        }
    }

    /// <summary>Years, months and hours of a time may be inputs: what they will be is known.</summary>
    static bool IsCalendar(string column, MadeFile made) => made.Time.Count > 1 && made.Time.Contains(column);
}
