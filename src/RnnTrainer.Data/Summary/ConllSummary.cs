using RnnTrainer.Data.Layouts.Conll;

namespace RnnTrainer.Data.Summary;

/// <summary>Summarizes a file with a word and its tag in each line.</summary>
static class ConllSummary
{
    /// <summary>The layout of a file that looks like one; null if it does not, or another layout was asked for.</summary>
    public static LayoutGuess? Layout(byte[] text, DataOptions given) =>
        given.Layout is Data.Layout.Auto && given.Tokenizer is null && ConllDetection.Looks(text)
            ? new LayoutGuess(Data.Layout.Conll, "each line is a word with its tag, and blank lines separate sentences") : null;

    public static DataSummary Of(byte[] text, string file, LayoutGuess layout, DataOptions given, string? asked)
    {
        var rows = new ConllRows(text);
        IReadOnlyList<string> tokens = given.Tokens ?? [rows.IsUniversal ? "form" : "word"];
        IReadOnlyList<string> target = asked == "language" ? []
            : given.Target.Count > 0 ? given.Target : [rows.IsUniversal ? "upos" : rows.Names.LastOrDefault() ?? "tag"];
        var options = given with
        {
            Layout = layout.Layout,
            Tokens = tokens,
            Inputs = given.Inputs ?? [],
            Target = target,
            TargetKind = asked == "language" ? TargetKind.None : TargetKind.Label,
            TargetLevel = TargetLevel.Step,
        };
        var read = TrialReading.Of(text, file, options);
        IReadOnlyCollection<int> lengths = [.. read.Set?.Sequences.Select(s => s.Length) ?? []];
        return new DataSummary(
            file, layout, lengths.Sum(l => (long)l), Columns(text, file, rows.Names, tokens, target), LengthSummary.Of(lengths),
            ClassCount.In(read.Set), Task(asked, target), options, read.Problems, read.Count, read.Set?.Notes ?? [])
        { Inputs = read.Set?.InputColumns ?? [] };
    }

    static TaskGuess Task(string? asked, IReadOnlyList<string> target) => asked switch
    {
        null or "tag" => new TaskGuess("tag", target, $"'{target[0]}' is the label of each word"),
        "language" => new TaskGuess("language", [], "the next word is predicted"),
        _ => new TaskGuess(null, [], $"the file is for task tag, and task {asked} was asked for") { Hint = "Leave out --task." },
    };

    static ColumnSummary[] Columns(
        byte[] text, string file, string[] names, IReadOnlyList<string> tokens, IReadOnlyList<string> target)
    {
        var all = new DataOptions
        {
            Layout = Data.Layout.Conll,
            Tokens = names,
            TargetKind = TargetKind.None,
            Missing = MissingPolicy.Mean,
        };
        var texts = TrialReading.Of(text, file, all).Set?.Sequences.SelectMany(s => s.Texts!).ToArray() ?? [];
        return [.. names.Select((name, i) => Column(name, texts.Where((_, n) => n % names.Length == i)))];

        ColumnSummary Column(string name, IEnumerable<string> cells)
        {
            var different = cells.Distinct(StringComparer.Ordinal).Take(ColumnSummary.MostDistinct).ToList();
            var kind = target.Contains(name) ? ColumnKind.Label : tokens.Contains(name) ? ColumnKind.Word : ColumnKind.Category;
            return new ColumnSummary(name, kind, 0, different.Count, null, null, [.. different.Take(3)]);
        }
    }
}
