using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Data;

/// <summary>How data were read and what is unusual about them, as text and as a document.</summary>
/// <param name="Summary">How the training file was understood.</param>
/// <param name="Parts">What was read, and the number of its sequences.</param>
/// <param name="Findings">What may be an error.</param>
sealed record DataCheck(DataSummary Summary, IReadOnlyList<(string Name, int Sequences)> Parts, IReadOnlyList<DataFinding> Findings)
{
    /// <summary>The number of groups of each part; none where no column names them.</summary>
    IReadOnlyList<int> Groups { get; init; } = [];

    /// <summary>What the groups are called.</summary>
    string? GroupColumn { get; init; }

    /// <summary>Checks a data file.</summary>
    /// <param name="session">Where progress is shown.</param>
    /// <param name="file">A file of any layout.</param>
    /// <param name="columns">What is known of the file; the rest is decided from it.</param>
    /// <param name="task">The task; null if it is decided from the file.</param>
    /// <param name="isTimed">Whether to print how long reading took.</param>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static DataCheck OfFile(Session session, string file, DataOptions columns, string? task, bool isTimed) =>
        OptionNames.Named(() => Of(session, file, columns, task, isTimed));

    static DataCheck Of(Session session, string file, DataOptions columns, string? task, bool isTimed)
    {
        var start = session.Time.GetTimestamp();
        var summary = OptionNames.Named(
            ReadingProgress.Show(session, file, progress => Summarizer.Of(file, columns with { Progress = progress }, task)));
        if (summary.ProblemCount > 0)
        {
            session.Log([.. SummaryText.Of(summary)]);
            throw new DataException(summary.Problems, summary.ProblemCount);
        }

        if (summary.Sampled is { } sampled)
        {
            LogTime(session, file, isTimed ? start : null);
            var some = DataFile.OfText(sampled.Rows, file, summary.Options with { TargetKind = TargetKind.None });
            return new DataCheck(summary, [(sampled.Tally.Name, summary.Lengths.Sequences)], Named(sampled.Tally, summary, some));
        }

        start = session.Time.GetTimestamp();
        var set = DataFile.Read(
            file, summary.Options with { TargetKind = summary.Task.Task is null ? TargetKind.None : summary.Options.TargetKind });
        LogTime(session, file, isTimed ? start : null);
        var part = new NamedSequences(Path.GetFileName(file), set.InputColumns, set.Sequences)
        {
            Targets = set.TargetColumns,
            Options = summary.Options,
        };
        return new DataCheck(summary, [(part.Name, part.Sequences.Count)], Named(SetTally.Of(part, IsSeries(summary)), summary, set));
    }

    /// <summary>Prints how long reading took.</summary>
    /// <param name="start">When it began; null: it is not printed.</param>
    static void LogTime(Session session, string file, long? start)
    {
        if (start is { } from)
        {
            var (seconds, megabytes) = (session.Time.GetElapsedTime(from).TotalSeconds, new FileInfo(file).Length / 1e6);
            session.Log(
                string.Create(CultureInfo.InvariantCulture, $"read {megabytes:0.0} MB in {seconds:0.00} s: {megabytes / seconds:0} MB/s"));
        }
    }

    /// <param name="some">Sequences of the file, of a large one those that chose what it is.</param>
    static IReadOnlyList<DataFinding> Named(SetTally set, DataSummary summary, SequenceSet some) =>
        [.. FindingsIn(set, IsSeries(summary)).Concat(Scales(summary, some).Select(a => a.Finding())).Select(OptionNames.Named)];

    static IReadOnlyList<ScaleAdvice> Scales(DataSummary summary, SequenceSet set) => summary.Task.Task == "language" ? []
        : ScaleAdvice.Of(
            ScaleEvidence.Of(set.InputColumns, set.Sequences),
            summary.Task.Task == "forecast" ? ScaleUse.Windows
                : summary.Options.TargetLevel == TargetLevel.Next ? ScaleUse.NextSteps : ScaleUse.Sequences,
            summary.Task.Target);

    static bool IsSeries(DataSummary summary) => summary.Task.Task is "forecast" or "language";

    /// <summary>Checks the files of a config, read as it defines.</summary>
    public static DataCheck OfConfig(Session session, LoadedConfig loaded)
    {
        var config = loaded.Config;
        IReadOnlyList<ScaleAdvice> scales = [];
        var data = ReadingProgress.Show(
            session, config.Data.Train,
            progress => TrainingData.Read(config, loaded.Folders, progress, rescaled: training =>
            {
                scales = ScaleProposals.Of(config, training);
                return config;
            }));
        var summary = Summarizer.Of(config.Data.Train, Reading.Options(config));
        var parts = data.Parts.Select(p => new NamedSequences(p.Name, data.Schema.Inputs, p.Part.Raw)
        {
            Targets = data.Schema.Target,
            Options = Reading.Options(config),
        }).ToList();
        var isCut = !SequenceTask.Of(config).KeepsSequences(config.Data);
        var train = SetTally.Of(parts[0], isCut);
        List<DataFinding> findings =
        [
            .. FindingsIn(train, isCut),
            .. scales.Select(a => a.Finding()),
            .. config.Data.Normalize == Normalize.None ? DataFindings.Unscaled(train) : [],
            .. isCut ? [] : parts.Skip(1).SelectMany(p => DataFindings.Between(train, SetTally.Of(p, isSeries: false))),
            .. SplitLeaks.Of(config, data).Where(f => f.Code != "leak"),
            .. data.Twins.Select(
                f => new DataFinding(
                    "same-file", $"{f.File} is the training file, byte for byte",
                    "Scores on it show memorization: set another file, or data.split.")),
        ];
        summary = summary with { Notes = [.. summary.Notes.Select(n => $"{summary.File}: {n}").Union(data.Notes)] };
        return new DataCheck(summary, [.. parts.Select(p => (p.Name, p.Sequences.Count))], findings)
        {
            Groups = data.GroupsOfParts(),
            GroupColumn = config.Data.Split?.By,
        };
    }

    static IReadOnlyList<DataFinding> FindingsIn(SetTally set, bool isSeries) =>
        isSeries ? DataFindings.InSeries(set) : DataFindings.In(set);

    public string Text()
    {
        string[] parts = Parts.Count < 2 ? []
            : [$"parts: {string.Join(", ", Parts.Select(p => FormattableString.Invariant($"{p.Name} {p.Sequences:N0}")))}"];
        string[] groups = Groups.Count == 0 ? []
            : [$"groups ({GroupColumn}): {string.Join(", ", Parts.Zip(Groups, (p, n) => FormattableString.Invariant($"{p.Name} {n:N0}")))}"];
        string[] unclear = Summary.Task is { Task: null, Hint: { } hint } ? [$"  hint: {hint}"] : [];
        string[] findings = Findings.Count == 0 ? ["no findings"]
            : [.. Findings.SelectMany(f => new[] { $"{f.Code}: {f.Message}", $"  hint: {f.Advice}" })];
        return string.Concat(SummaryText.Of(Summary).Concat(unclear).Concat(parts).Concat(groups).Concat(findings).Select(line =>
            $"{Printable.Line(line)}\n"));
    }

    public JsonObject Document() => new()
    {
        ["data"] = SummaryDocument.Of(Summary),
        ["parts"] = new JsonArray([.. Parts.Select((p, n) => Part(p.Name, p.Sequences, Groups.Count > 0 ? Groups[n] : null))]),
        ["findings"] = new JsonArray([.. Findings.Select(f => new JsonObject
        {
            ["code"] = f.Code,
            ["message"] = f.Message,
            ["advice"] = f.Advice,
        })]),
    };

    static JsonObject Part(string name, int sequences, int? groups)
    {
        var part = new JsonObject { ["name"] = name, ["sequences"] = sequences };
        if (groups is { } count)
        {
            part["groups"] = count;
        }

        return part;
    }
}
