using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

/// <summary>In a program <see cref="TrainedModel"/> answers what <c>rnn predict</c> prints, from a file and from rows of numbers.</summary>
public sealed class TrainedModelTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_classifier_names_the_class_and_the_probabilities_of_all()
    {
        using var model = Trained(TinySet.Write(_folder), "data.normalize=standard");

        Assert.Equal(["down", "up"], model.Classes);
        var answers = model.Predict(_folder.File("test.csv"));
        AssertPrinted("test.csv", answers, p => [p.Sequence, p.Class!, .. p.Probabilities.Select(Shown)], "--proba");
        Assert.Equal(
            answers.SelectMany(p => p.Probabilities), model.Predict(Sequences("test.csv", "a", "b")).SelectMany(p => p.Probabilities));
    }

    [Fact]
    public void A_regression_answers_in_the_units_of_the_file_and_fills_what_is_missing()
    {
        _folder.Write(
            "numbers.csv",
            "seq,step,a,b,y\n"
            + string.Concat(
                Enumerable.Range(0, 40).Select(n => $"s{n / 4},{n % 4},{(n % 5 == 2 ? "" : (n % 7) + ".5")},{n % 3},{100 + (n / 4)}\n")));
        using var model = Trained(_folder.Write("r.yaml", """
            task: regress
            data: {train: numbers.csv, sequence: seq, step: step, target: y, missing: indicator}
            model: {hidden: 5}
            training: {epochs: 1}
            """));

        Assert.Equal(["a", "b"], model.Inputs);
        var answers = model.Predict(_folder.File("numbers.csv"));
        Assert.All(answers, p => Assert.InRange(p.Numbers[0], 80, 130));
        AssertPrinted("numbers.csv", answers, p => [p.Sequence, Shown(p.Numbers[0])]);
        Assert.Equal(answers.Select(p => p.Numbers[0]), model.Predict(Sequences("numbers.csv", "a", "b")).Select(p => p.Numbers[0]));
        Assert.Equal(
            "row 1 of sequence 0 has 3 numbers, expected 2: a, b",
            Assert.Throws<ArgumentException>(() => model.Predict([[1, 2], [3, 4, 5]])).Message);
    }

    [Fact]
    public void A_forecast_has_an_answer_for_each_step_ahead()
    {
        _folder.Write("series.csv", "step,u,v\n" + string.Concat(Enumerable.Range(0, 40).Select(t => $"{t},{3 * t},{t % 4}\n")));
        using var model = Trained(_folder.Write("f.yaml", """
            task: forecast
            data: {train: series.csv, step: step, target: [v, u], window: 3, horizon: 5, relative_to: last, split: {test: 10} }
            model: {hidden: 5}
            training: {epochs: 1}
            """));

        var answers = model.Predict(_folder.File("series.csv"));
        Assert.Equal(
            [(1, "39", "40"), (2, "39", "41"), (3, "39", "42"), (4, "39", "43"), (5, "39", "44")],
            answers.Select(p => (p.Step!.Value, p.Origin!, p.Time!)));
        AssertPrinted("series.csv", answers, p => [p.Sequence, p.Origin!, Shown(p.Step!.Value), p.Time!, .. p.Numbers.Select(Shown)]);
        double[][] steps = [.. Lines("series.csv").Select(l => new[] { Number(l[1]), Number(l[2]) })];
        Assert.Equal(answers.SelectMany(p => p.Numbers), model.Predict(steps).SelectMany(p => p.Numbers));
        Assert.Throws<DataException>(() => model.Predict(steps[..2]));
    }

    [Fact]
    public void A_tagger_answers_every_step_and_takes_no_rows_where_it_reads_words()
    {
        _folder.Write(
            "words.csv",
            "seq,step,word,tag\n"
            + string.Concat(
                Enumerable.Range(0, 60).Select(n => $"s{n / 5},{n % 5},{"abcdefg"[n * n % 7]},{(n * n % 7 > 2 ? "high" : "low")}\n")));
        using var model = Trained(_folder.Write("t.yaml", """
            task: tag
            data: {train: words.csv, sequence: seq, step: step, tokens: word, target: tag}
            model: {hidden: 5, embedding: 3}
            training: {epochs: 1}
            """));

        AssertPrinted(
            "words.csv", model.Predict(_folder.File("words.csv")), p =>
                [p.Sequence, p.Time!, p.Class!, .. p.Probabilities.Select(Shown)], "--proba");
        Assert.Contains(
            "by column name", Assert.Throws<InvalidOperationException>(() => model.Predict([[1]])).Message, StringComparison.Ordinal);
        AssertSameByName(model, "words.csv");
    }

    [Fact]
    public void Rows_by_column_name_are_read_as_the_file_is_with_categories_dates_and_missing_values()
    {
        _folder.Write("mixed.csv", "seq,step,kind,when,a,label\n" + string.Concat(Enumerable.Range(0, 60).Select(n =>
            $"s{n / 5},{n % 5},{"xyz"[n % 3]}{(n % 2 == 0 ? " \"\"" : "")},2024-0{(n % 9) + 1}-11 " +
            $"{n % 24}:30,{(n % 4 == 1 ? "" : $"{n % 7}.25")},{(n / 5 % 2 == 0 ? "even" : "odd")}\n"))
            .Replace("x \"\"", "\"x, \"\"y\"\"\"", StringComparison.Ordinal).Replace(" \"\"", "", StringComparison.Ordinal));
        using var model = Trained(_folder.Write("c.yaml", """
            task: classify
            data: {train: mixed.csv, sequence: seq, step: step, categories: [kind], dates: [when], missing: mean, target: label}
            model: {hidden: 5}
            training: {epochs: 1}
            """));

        AssertSameByName(model, "mixed.csv");
        var typed = model.Predict(
            [Row("x, \"y\"", new DateTime(2024, 3, 11, 5, 30, 0), null), Row("z", new DateTime(2024, 4, 11, 6, 30, 0), 2.25)]);
        var written = model.Predict([Row("x, \"y\"", "2024-03-11 05:30", ""), Row("z", "2024-04-11 06:30", "2.25")]);
        Assert.Equal(written[0].Probabilities, typed[0].Probabilities);
        Assert.Contains(
            "'kind'",
            Assert.Throws<DataException>(
                () => model.Predict([[new Dictionary<string, object?> { ["when"] = "2024-01-01", ["a"] = 1 }]])).Message,
                StringComparison.Ordinal);
        Assert.Throws<DataException>(() => model.Predict([Row("x", "yesterday", 1)]));

        static Dictionary<string, object?> Row(string kind, object when, object? a) =>
            new() { ["kind"] = kind, ["when"] = when, ["a"] = a, ["unused"] = "anything" };
    }

    [Fact]
    public void Independent_outputs_are_0_or_1_and_a_language_model_answers_with_a_likelihood()
    {
        _folder.Write(
            "chords.csv",
            "seq,step,a,c,y,z\n"
            + string.Concat(Enumerable.Range(0, 40).Select(n => $"s{n / 4},{n % 4},{n % 7},{n % 3},{n / 4 % 2},{n / 8 % 2}\n")));
        using (var model = Trained(_folder.Write("m.yaml", """
            task: multilabel
            data: {train: chords.csv, sequence: seq, step: step, inputs: [a, c], target: [y, z], target_level: sequence}
            model: {hidden: 5}
            training: {epochs: 1}
            """)))
        {
            Assert.Equal(["y", "z"], model.Classes);
            AssertPrinted(
                "chords.csv", model.Predict(_folder.File("chords.csv")), p =>
                    [p.Sequence, .. p.Numbers.Select(Shown), .. p.Probabilities.Select(Shown)], "--proba");
        }

        _folder.Write("words.txt", "one\ntwo\nnone\ntoo\nten\nwon\n");
        using var language = Trained(_folder.Write("l.yaml", """
            task: language
            data: {train: words.txt, layout: text, text: lines}
            model: {hidden: 5, embedding: 3}
            training: {epochs: 1}
            """));
        AssertPrinted(
            "words.txt", language.Predict(_folder.File("words.txt")), p =>
                [p.Sequence, Shown(p.Likelihood!.Symbols), Shown(-p.Likelihood.Loss)]);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The cells of the file, by column name.</summary>
    void AssertSameByName(TrainedModel model, string file)
    {
        using var reader = new Microsoft.VisualBasic.FileIO.TextFieldParser(_folder.File(file)) { Delimiters = [","] };
        var (header, rows) = (reader.ReadFields()!, new List<Dictionary<string, object?>>());
        while (!reader.EndOfData)
        {
            rows.Add(header.Zip(reader.ReadFields()!).ToDictionary(p => p.First, object? (p) => p.Second));
        }

        var sequences = rows.GroupBy(r => r["seq"]).Select(g => (IReadOnlyList<IReadOnlyDictionary<string, object?>>)[.. g]).ToList();
        Assert.Equal(
            model.Predict(_folder.File(file)).SelectMany(p => p.Probabilities), model.Predict(sequences).SelectMany(p => p.Probabilities));
    }

    TrainedModel Trained(string config, params string[] sets)
    {
        var run = Rnn.Run(
            ["train", config, "--out", _folder.File(Path.GetFileNameWithoutExtension(config)), "--quiet",
            .. sets.SelectMany(s => new[] { "--set", s })]);
        Assert.True(run.Exit == 0, run.Error);
        Last = _folder.File(Path.GetFileNameWithoutExtension(config));
        return TrainedModel.Load(Last);
    }

    string Last { get; set; } = "";

    void AssertPrinted(string csv, IReadOnlyList<Prediction> answers, Func<Prediction, string[]> row, params string[] more)
    {
        var run = Rnn.Run(["predict", Last, "--data", _folder.File(csv), .. more]);
        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(run.Output.TrimEnd('\n').Split('\n').Skip(1), answers.Select(p => string.Join(',', row(p))));
    }

    List<string[]> Lines(string csv) => [.. File.ReadLines(_folder.File(csv)).Skip(1).Select(l => l.Split(','))];

    /// <summary>Of each x[t,k]; an empty cell is no number.</summary>
    double[][][] Sequences(string csv, params string[] columns)
    {
        int[] places = [.. columns.Select(c => Array.IndexOf(File.ReadLines(_folder.File(csv)).First().Split(','), c))];
        return [.. Lines(csv).GroupBy(l => l[0]).Select(g => g.Select(l => Array.ConvertAll(places, k => Number(l[k]))).ToArray())];
    }

    static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);

    static string Shown(double number) => number.ToString(CultureInfo.InvariantCulture);
}
