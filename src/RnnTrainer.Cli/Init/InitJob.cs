using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Configuration;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Init;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Init;

/// <summary>One <c>rnn init</c> from file to config.</summary>
static class InitJob
{
    // A class of at most Rare labels of steps may have none in the training split; another seed may split better.
    const int Rare = 20, Seeds = 10, MostNamed = 16;

    /// <summary>Prints how a file is understood, and writes a config for it.</summary>
    /// <param name="session">Where to print.</param>
    /// <param name="files">The files that the config is to name.</param>
    /// <param name="columns">What is known of the training file; the rest is decided from it.</param>
    /// <param name="task">The task; null if it is decided from the file.</param>
    /// <param name="output">The config to write; null for standard output.</param>
    public static int Run(Session session, DataFiles files, DataOptions columns, string? task, OutputFile? output) =>
        OptionNames.Named(() => Write(session, files, columns, task, output));

    /// <summary>Prints how a file is understood, and writes a config for it, without a result.</summary>
    /// <param name="data">The training file.</param>
    /// <param name="path">The config.</param>
    public static void WriteConfig(Session session, string data, string path)
    {
        var (starting, summary) = OptionNames.Named(() => Chosen(session, new DataFiles(data, null, null), new DataOptions(), null));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteText(path, Placed(starting, path).ToYaml(Head(summary)));
    }

    static (StartingConfig Config, DataSummary Summary) Chosen(Session session, DataFiles files, DataOptions columns, string? task)
    {
        var data = files.Train;
        var summary = OptionNames.Named(
            ReadingProgress.Show(session, data, progress => Summarizer.Of(data, columns with { Progress = progress }, task)));
        session.Log([.. SummaryText.Of(summary)]);
        Require(summary, data);
        var starting = ReadingProgress.Show(
            session, data, progress => Validated(StartingConfig.Of(summary, files), summary, progress));
        if (columns.Target.Count == 0 && summary.Columns.Count > 2)
        {
            session.Log("to predict another column: --target COL");
        }

        var known = summary.Notes.Select(n => $"{data}: {n}").ToHashSet();
        foreach (var note in starting.Notes.Where(n => !known.Contains(OptionNames.In(n))))
        {
            session.Log($"note: {OptionNames.In(note)}");
        }

        return (starting, summary);
    }

    static int Write(Session session, DataFiles files, DataOptions columns, string? task, OutputFile? output)
    {
        var (starting, summary) = Chosen(session, files, columns, task);
        var text = Placed(starting, output?.Path).ToYaml([EditorSchema.Line, .. Head(summary)]);
        if (output is not null)
        {
            if (!output.IsStandard && FileStatus.Of(output.Path).Kind is FileKind.Missing or FileKind.Regular)
            {
                EditorSchema.WriteNextTo(session, output.Path);
            }

            output.WriteText(text);
            session.Log($"{output.Path}: written; next: rnn train {Shell.Quoted(output.Path)}");
        }

        session.PrintResult(
            "rnn.init/1",
            () => output is null ? text : "",
            () =>
                new JsonObject
                {
                    ["data"] = SummaryDocument.Of(summary),
                    ["config"] = ConfigJson.ToJson(starting.Config),
                    ["yaml"] = text,
                    ["out"] = output?.Path
                });
        return ExitCode.Success;
    }

    static void Require(DataSummary summary, string data)
    {
        if (summary.Task.Task is null)
        {
            throw new UsageException(
                $"{data}: it is not clear what to predict: {summary.Task.Reason}",
                summary.Task.Hint?.Replace("FILE OUT", $"{Shell.Quoted(data)} converted.csv", StringComparison.Ordinal)
                ?? $"name it with --target; the columns are {Columns(summary)}");
        }

        if (summary.ProblemCount > 0)
        {
            throw new DataException(summary.Problems, summary.ProblemCount);
        }
    }

    /// <summary>The first and the last names.</summary>
    static string Columns(DataSummary summary)
    {
        string[] names = [.. summary.Columns.Select(c => c.Name)];
        return names.Length <= MostNamed ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNamed / 2))}, … {string.Join(", ", names.TakeLast(MostNamed / 2))}";
    }

    /// <summary>
    /// Tries the config: reads the data with it, then trains and scores for a moment. If the split leaves a class without a training
    /// sequence, other seeds are tried; if none works, nothing is held out.
    /// </summary>
    static StartingConfig Validated(StartingConfig starting, DataSummary summary, ReadProgress progress)
    {
        if (summary.Sampled is { } sampled)
        {
            return TriedOn(TrainingData.File(starting.Config, progress: progress, sample: sampled.Rows), starting, progress);
        }

        try
        {
            return TriedOnAll(TrainingData.File(starting.Config, progress: progress), starting, summary, progress);
        }
        catch (DataException) when (starting.Config.Data.Unknown is null && SequenceTask.Of(starting.Config).PredictsNextSymbol)
        {
            return Validated(starting.WithUnknown(), summary, progress);
        }
    }

    static StartingConfig TriedOnAll(SequenceSet set, StartingConfig starting, DataSummary summary, ReadProgress progress)
    {
        var isRare = summary.Classes.Count > 0 && summary.Classes[^1].Count <= Rare && starting.Config.Data.Split is { Stratify: false };
        for (var seed = 1; isRare && seed <= Seeds; seed++)
        {
            var tried = starting.SplitBy(seed);
            try
            {
                return Tried(set, tried, progress);
            }
            catch (DataException) when (seed < Seeds)
            {
                // A class has no sequence left to train on. If something else is wrong, the last attempt reports it.
            }
            catch (DataException)
            {
                starting = starting.WithoutSplit(string.Create(
                    CultureInfo.InvariantCulture,
                    $"of class '{summary.Classes[^1].Name}' there {Words.Agree(summary.Classes[^1].Count, "is", "are")} "
                    + $"{summary.Classes[^1].Count}: nothing is held out, so that the "
                    + $"scores are those of training; give more of it, or leave it out"));
            }
        }

        return Tried(set, starting, progress);
    }

    /// <summary>Tries the config on some rows; without held-out parts, if the sequences of these rows are too few for them.</summary>
    static StartingConfig TriedOn(SequenceSet rows, StartingConfig starting, ReadProgress progress)
    {
        try
        {
            return ForAll(Tried(rows, starting, progress));
        }
        catch (DataException) when (starting.Config.Data.Split is not null)
        {
            return ForAll(Tried(rows, starting.WithoutSplit(""), progress));
        }

        // The notes are of the sample, and the split is that of the whole file.
        StartingConfig ForAll(StartingConfig tried) => (starting with
        {
            Config = starting.Config with { Data = starting.Config.Data with { RelativeTo = tried.Config.Data.RelativeTo } },
            Reasons = starting.Reasons.ToDictionary(r => r.Key, r => r.Key == "data.relative_to" ? tried.Reasons[r.Key] : r.Value),
        }).ScaledAs(tried);
    }

    static StartingConfig Tried(SequenceSet set, StartingConfig starting, ReadProgress progress)
    {
        var scaled = starting;
        try
        {
            var data = TrainingData.Of(
                starting.Config, set, progress, forTrial: true,
                rescaled: part => (scaled = starting.ScaledBy(ScaleProposals.Of(starting.Config, part))).Config);
            return Trained(set, scaled, data, progress);
        }
        catch (DataException) when (!ReferenceEquals(scaled, starting))
        {
            // A held-out number may have no logarithm.
            return Trained(set, starting, TrainingData.Of(starting.Config, set, progress, forTrial: true), progress);
        }
    }

    static StartingConfig Trained(SequenceSet set, StartingConfig starting, TrainingData data, ReadProgress progress)
    {
        if (StartingBase.Measured(starting, data) is var measured && measured != starting)
        {
            (starting, data) = (measured, TrainingData.Of(measured.Config, set, progress, forTrial: true));
        }

        StartingTrial.Require(starting.Config, data);
        return starting with { Notes = [.. starting.Notes, .. data.Notes] };
    }

    /// <summary>The config with its paths relative to its folder.</summary>
    static StartingConfig Placed(StartingConfig starting, string? output)
    {
        if (output is null)
        {
            return starting;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        var data = starting.Config.Data;
        return starting with
        {
            Config = starting.Config with
            {
                Data = data with
                {
                    Train = ConfigPaths.From(folder, data.Train),
                    Validation = ConfigPaths.From(folder, data.Validation),
                    Test = ConfigPaths.From(folder, data.Test),
                },
            },
        };
    }

    static string[] Head(DataSummary summary) =>
    [
        $"{summary.File}: {SummaryText.Lengths(summary.Lengths)}. Written by rnn init; train it with `rnn train`.",
        "Every key is explained by `rnn config schema`; what is not here has its default: `rnn config show`.",
    ];
}
