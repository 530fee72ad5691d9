using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.ConfigFiles;

/// <summary>Keys of <c>data</c> that exclude or need one another, or that the task or layout would pass over.</summary>
static class DataRules
{
    static readonly string[] Features = ["hour", "weekday", "month"];

    public static IEnumerable<Diagnostic> Errors(Config config, SourceMap sources) =>
        Parts(config, sources).Concat(Targets(config, sources)).Concat(Inputs(config.Data, sources))
            .Concat(Scaling(config, sources)).Concat(Texts(config, sources)).Concat(OfTasks(config, sources));

    static IEnumerable<Diagnostic> Parts(Config config, SourceMap sources)
    {
        var (task, data) = (SequenceTask.Of(config), config.Data);
        if (data.Split is { Stratify: true } && !task.HasClassOfSequence(data))
        {
            yield return sources.KeyError(
                "data.split.stratify", $"data.split.stratify: task {task.Name} has no class for each sequence", "remove it");
        }

        if (data.Split?.By is { } by && task.WindowsOf(data) is not null)
        {
            yield return sources.KeyError(
                "data.split.by", $"data.split.by: task {task.Name} splits every series in time, and a part has all series", "remove it");
        }
        else if (data.Split?.By is { } group && data.Target?.Names.Contains(group) == true)
        {
            yield return sources.ValueError(
                "data.split.by", $"data.split.by: column '{group}' is the target", "name the column of the patients, machines or the like");
        }

        if (data.Test is not null && data.Split is { Test: > 0 })
        {
            yield return sources.KeyError(
                "data.split.test", "data.split.test and data.test exclude one another", "keep the one that you mean");
        }

        if (data.Validation is not null && data.Split is { Validation: > 0 })
        {
            yield return sources.KeyError(
                "data.split.validation", "data.split.validation and data.validation exclude one another", "keep the one that you mean");
        }

        foreach (var (key, other) in Others(data))
        {
            yield return sources.KeyError(key, $"{key} and {other} exclude one another", "keep the one that you mean");
        }

        foreach (var (
            key, part) in new[]
            {
                ("data.split.validation", data.Split?.Validation ?? 0), ("data.split.test", data.Split?.Test ?? 0),
                ("data.split.calibration", data.Split?.Calibration ?? 0),
            })
        {
            if (part >= 1 && part % 1 != 0)
            {
                yield return sources.ValueError(
                    key,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{key}: expected a fraction below 1 or a whole number of sequences or steps, found {part}"),
                    string.Create(CultureInfo.InvariantCulture, $"for example 0.15, or {Math.Floor(part)}"));
            }
        }

        if (data.Split is { Validation: < 1, Test: < 1 } split
            && split.Validation + split.Test + (split.Calibration < 1 ? split.Calibration : 0) >= 1)
        {
            yield return sources.KeyError(
                "data.split", "data.split: the fractions leave nothing to train on",
                $"validation + {(split.Calibration > 0 ? "calibration + " : "")}test must be less than 1");
        }
    }

    /// <summary>The keys of folds that are set, each with a set key that holds out something else.</summary>
    static IEnumerable<(string Key, string Other)> Others(DataConfig data)
    {
        var split = data.Split ?? new SplitConfig();
        (string Key, bool IsSet, string Other, bool IsOther)[] pairs =
        [
            ("data.split.test_fold", split.TestFold is not null, "data.split.test", split.Test > 0),
            ("data.split.test_fold", split.TestFold is not null, "data.test", data.Test is not null),
            ("data.split.test_window", split.TestWindow is not null, "data.split.test", split.Test > 0),
            ("data.split.test_window", split.TestWindow is not null, "data.split.test_fold", split.TestFold is not null),
            ("data.split.test_window", split.TestWindow is not null, "data.test", data.Test is not null),
            ("data.split.test_window", split.TestWindow is not null, "data.split.validation_fold", split.ValidationFold is not null),
            ("data.split.validation_fold", split.ValidationFold is not null, "data.split.validation", split.Validation > 0),
            ("data.split.validation_fold", split.ValidationFold is not null, "data.validation", data.Validation is not null),
            ("data.split.validation_fold", split.ValidationFold is not null, "data.split.test_fold", split.TestFold is not null),
        ];
        return pairs.Where(p => p.IsSet && p.IsOther).Select(p => (p.Key, p.Other));
    }

    static IEnumerable<Diagnostic> Targets(Config config, SourceMap sources)
    {
        var (task, data) = (SequenceTask.Of(config), config.Data);
        if (data.Target is null && task.NeedsTarget(data) && data.Layout is not (Layout.Ts or Layout.Ucr or Layout.Arff)
            && !(data.Layout == Layout.Auto && MayBeForeign(data.Train)))
        {
            yield return sources.KeyError("data.target", "'data.target' is missing", $"task {task.Name} needs a target column");
        }

        if (task.TargetKind == TargetKind.Label && data.Target is { Names.Count: > 1 })
        {
            yield return sources.ValueError(
                "data.target", $"data.target: task {task.Name} takes one column, found {data.Target.Names.Count}");
        }

        if (data.TargetLevel is { } level && level != task.Level(data))
        {
            yield return sources.ValueError(
                "data.target_level", $"data.target_level: task {task.Name} has no targets of level {ConfigValue.Name(level)}", "remove it");
        }
    }

    static IEnumerable<Diagnostic> Inputs(DataConfig data, SourceMap sources)
    {
        if (data is { Sequence: not null, BlankLines: BlankLines.Split })
        {
            yield return sources.KeyError(
                "data.blank_lines", "data.sequence and data.blank_lines: split exclude one another", "keep the one that you mean");
        }

        if (data is { Calendar: not null, Dates: null })
        {
            yield return sources.KeyError("data.calendar", "data.calendar needs data.dates", "name the column of date-times");
        }

        if (TextEncodings.Find(data.Encoding) is null)
        {
            var (message, hint) = TextEncodings.Unknown(data.Encoding);
            yield return sources.ValueError("data.encoding", $"data.encoding: {message}", hint);
        }

        foreach (var feature in (data.Calendar?.Names ?? []).Except(Features))
        {
            yield return sources.ValueError(
                "data.calendar",
                $"data.calendar: expected {string.Join(", ", Features)}, found '{feature}'",
                NearestName.To(feature, Features) is { } near ? $"did you mean '{near}'?" : null);
        }

        if (data is { Affixes: > 0, Tokens: null })
        {
            yield return sources.KeyError("data.affixes", "data.affixes needs data.tokens", "name the column of words");
        }

        if (data is { MinCount: > 1, Unknown: false })
        {
            yield return sources.KeyError(
                "data.unknown", "data.min_count makes rare symbols unknown, but data.unknown says that there are none",
                "remove one of them");
        }
    }

    /// <summary>Scales that the task has no sequences for, or that would let a step see those after it.</summary>
    static IEnumerable<Diagnostic> Scaling(Config config, SourceMap sources)
    {
        var (task, data) = (SequenceTask.Of(config), config.Data);
        var areWindows = task.WindowsOf(data) is not null;
        if (task.PredictsNextSymbol)
        {
            (string Key, bool IsSet)[] keys =
            [
                ("data.transform", data.Transform is not null), ("data.scale_input", data.ScaleInput),
                ("data.difference", data.Difference), ("data.normalize", data.Normalize is Normalize.Sequence or Normalize.Series),
            ];
            foreach (var (key, _) in keys.Where(k => k.IsSet))
            {
                yield return sources.KeyError(key, $"{key}: task {task.Name} has no inputs that are numbers", "remove it");
            }

            yield break;
        }

        if (data.Normalize == Normalize.Series && !areWindows)
        {
            yield return sources.ValueError(
                "data.normalize", $"data.normalize: series scales the windows of a forecast, and task {task.Name} has whole sequences",
                "set normalize: sequence");
        }

        if (data.Normalize == Normalize.Sequence && areWindows)
        {
            yield return sources.ValueError(
                "data.normalize", $"data.normalize: sequence scales whole sequences, and task {task.Name} has windows of them",
                "set normalize: series, which scales each window by its own values");
        }

        foreach (var key in task.IsCausal(data) ? OfWholeSequences(data) : [])
        {
            yield return sources.KeyError(
                key, $"{key}: the deviation of a whole sequence depends on the steps that are to be predicted (target_level: next)",
                key == "data.normalize" ? "set normalize: standard, or robust" : "remove it");
        }

        string[] inputs = [.. data.Inputs?.Names ?? []];
        if (data is { Normalize: Normalize.Series, Target: { } target } && (data.Inputs ?? data.Tokens) is not null
            && target.Names.FirstOrDefault(name => !inputs.Contains(name)) is { } other)
        {
            yield return sources.ValueError(
                "data.normalize", $"data.normalize: series scales forecasts by the past of the target, and '{other}' is not an input",
                $"add {other} to data.inputs, or set normalize: standard");
        }
    }

    static IEnumerable<string> OfWholeSequences(DataConfig data) =>
        new[] { ("data.normalize", data.Normalize == Normalize.Sequence), ("data.scale_input", data.ScaleInput) }
            .Where(k => k.Item2).Select(k => k.Item1);

    /// <summary>Of files with a text in each row, which <c>data.tokenizer</c> cuts into steps.</summary>
    static IEnumerable<Diagnostic> Texts(Config config, SourceMap sources)
    {
        var (task, data) = (SequenceTask.Of(config), config.Data);
        if (data is { Layout: Layout.List, Tokens: not null })
        {
            yield return sources.KeyError(
                "data.tokens", "data.tokens: layout list has numbers in its cells",
                "for words or characters in a cell set layout: wide, and tokenizer: words or characters");
        }

        if (data.Tokenizer is null)
        {
            yield break;
        }

        if (data.Tokens is null)
        {
            yield return sources.KeyError("data.tokenizer", "data.tokenizer needs data.tokens", "name the column of texts");
        }

        if (data.Tokens is { Names.Count: > 1 } tokens)
        {
            yield return sources.ValueError(
                "data.tokens", $"data.tokens: data.tokenizer takes one column of texts, found {tokens.Names.Count}", "name one column");
        }

        if (data.Layout is not (Layout.Auto or Layout.Wide))
        {
            yield return sources.ValueError(
                "data.layout",
                $"data.layout: with data.tokenizer a row is a sequence, and in layout {ConfigValue.Name(data.Layout)} it is not",
                "remove it, or set layout: wide");
        }

        foreach (var key in NumberKeys(data).Concat(data.Step is null ? [] : ["data.step"]))
        {
            yield return sources.KeyError(key, $"{key} and data.tokenizer exclude one another: a row is a whole text", "remove it");
        }

        if (!task.PredictsNextSymbol && task.Level(data) != TargetLevel.Sequence)
        {
            yield return sources.KeyError(
                "data.tokenizer",
                $"data.tokenizer: a row is a whole text, and task {task.Name} with these keys has a target for each step",
                $"use task classify, regress, multilabel or language; or write a row per word (`rnn data convert --words`)");
        }
    }

    /// <summary>The keys that make columns of numbers inputs, where they are set.</summary>
    static IEnumerable<string> NumberKeys(DataConfig data) =>
        new[] { ("data.inputs", data.Inputs), ("data.categories", data.Categories), ("data.dates", data.Dates) }
            .Where(k => k.Item2 is not null).Select(k => k.Item1);

    static IEnumerable<Diagnostic> OfTasks(Config config, SourceMap sources)
    {
        var (task, data) = (SequenceTask.Of(config), config.Data);
        (string Key, bool IsSet)[] keys =
        [
            ("data.horizon", data.Horizon is not null), ("data.window", data.Window is not null), ("data.stride", data.Stride is not null),
            ("data.season", data.Season is not null), ("data.split.steps", data.Split?.Steps is not null),
            ("data.split.calibration", data.Split is { Calibration: > 0 }), ("data.split.test_window", data.Split?.TestWindow is not null),
            ("data.relative_to", data.RelativeTo != ForecastBase.None), ("data.relative_inputs", data.RelativeInputs),
            ("data.known", data.Known is not null),
        ];
        foreach (var (key, _) in keys.Where(k => k.IsSet && !task.OwnKeys.Contains(k.Key)))
        {
            yield return sources.KeyError(key, $"{key} belongs to task {SequenceTask.Names(t => t.OwnKeys.Contains(key))}", "remove it");
        }

        foreach (var name in (data.Known?.Names ?? []).Intersect(data.Target?.Names ?? []))
        {
            yield return sources.ValueError(
                "data.known", $"data.known: '{name}' is a target, and not known for the steps ahead", "name inputs that are planned");
        }

        if (data.Known is not null && config.Training.Augment is not null)
        {
            yield return sources.KeyError(
                "data.known", "data.known and training.augment exclude one another", "keep the one that you mean");
        }

        if (data is { RelativeTo: ForecastBase.Season, Season: null })
        {
            yield return sources.KeyError(
                "data.relative_to", "data.relative_to: season needs data.season", "for example season: 12 for months");
        }

        foreach (var (key, message, hint, isInValue) in task.Problems(config))
        {
            yield return isInValue ? sources.ValueError(key, message, hint) : sources.KeyError(key, message, hint);
        }

        foreach (var key in task.PredictsNextSymbol && data is { Tokens: not null, Tokenizer: null } ? NumberKeys(data) : [])
        {
            yield return sources.KeyError(key, $"{key}: task {task.Name} reads symbols alone", "remove it");
        }

        if (data.Layout == Layout.Text && !task.PredictsNextSymbol)
        {
            yield return sources.ValueError(
                "data.layout",
                $"data.layout: a text has no targets for task {task.Name}",
                $"task {SequenceTask.Names(t => t.PredictsNextSymbol)} predicts its next character");
        }
    }

    /// <summary>Whether a file of that name may be of a format in which labels have no name.</summary>
    static bool MayBeForeign(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() is ".ts" or ".tsv" or ".txt" or ".arff";
    }
}
