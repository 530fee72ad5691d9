using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary>From the files that a config names to the sequences that a model takes.</summary>
public sealed class DatasetsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("long.csv", "seq,step,x,label\na,0,1,up\na,1,2,up\na,2,4,up\nb,0,5,down\nb,1,3,down\n")]
    [InlineData("wide.csv", "seq,x_0,x_1,x_2,label\na,1,2,4,up\nb,5,3,,down\n")]
    [InlineData("case.ts", "@problemName p\n@data\n1,2,4:up\n5,3:down\n")]
    [InlineData("case.tsv", "up\t1\t2\t4\ndown\t5\t3\tNaN\n")]
    public void Every_layout_gives_the_same_sequences(string name, string text)
    {
        var layout = name == "case.tsv" ? "ucr" : "auto";
        var data = Read($"task: classify\ndata: {{train: {_folder.Write(name, text)}, target: label, layout: {layout}}}\n");

        Assert.Equal(["up", "down"], data.Train.Ready.Select(s => s.Label));
        Assert.Equal([1, 2, 4], data.Train.Raw[0].Inputs);
        Assert.Equal(
            [-1.4142135623730951, -0.7071067811865476, 0.7071067811865475], data.Train.Ready[0].Inputs.Select(x => Math.Round(x, 12)),
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(2, data.Train.Ready[1].Length);
    }

    [Fact]
    public void Categories_dates_and_missing_numbers_are_inputs_and_another_file_is_read_with_what_training_measured()
    {
        _folder.Write(
            "train.csv",
            "seq;when;x;colour;label\na;2016-07-01 06:00;1,5;red;u\na;2016-07-01 12:00;;blue;u\nb;2016-07-01 18:00;3,5;red;v\n");
        var config = Config(
            "task: classify\ndata: {train: train.csv, target: label, decimal: comma, dates: when, step: when, calendar: hour, " +
            "categories: colour, missing: indicator, normalize: none}\n");
        var data = TrainingData.Read(config);

        Assert.Equal(["x", "when:hour.sin", "when:hour.cos", "x?", "colour=blue", "colour=red"], data.Schema.Inputs);
        Assert.Equal([1.5, 1, 0, 0, 0, 1, 2.5, 0, -1, 1, 1, 0], data.Train.Raw[0].Inputs.Select(x => Math.Round(x, 12)));

        var schema = ModelSchema.Parse(data.Schema.ToJson());
        var other = Reading.Part(
            config, schema, _folder.Write("new.csv", "colour;seq;when;x\ngreen;c;2016-07-01 00:00;\n"), labelled: false);
        Assert.Equal([2.5, 0, 1, 1, 0, 0], other.Raw[0].Inputs.Select(x => Math.Round(x, 12)));
        Assert.Equal(("colour", 1L, "green"), (other.Unseen[0].Column, other.Unseen[0].Count, other.Unseen[0].Examples[0]));
    }

    [Fact]
    public void A_schema_keeps_the_forms_of_words_and_one_whose_forms_are_none_is_refused()
    {
        _folder.Write("words.csv", "seq,w,label\ns,the,D\ns,cat,N\n");
        var schema = Read("task: tag\ndata: {train: words.csv, tokens: w, affixes: 1, target: label}\n").Schema;
        Assert.Equal((11, 4), (ModelSchema.Parse(schema.ToJson()).Symbols, schema.SymbolsPerStep));

        var broken = schema with { Encoding = schema.Encoding! with { Forms = [schema.Encoding.Forms[0]] } };
        Assert.Throws<System.Text.Json.JsonException>(() => ModelSchema.Parse(broken.ToJson()));
    }

    [Fact]
    public void A_forecast_splits_by_time_and_its_windows_see_back_into_the_part_before()
    {
        _folder.Write(
            "series.csv", "date,y,z\n" + string.Concat(Enumerable.Range(0, 20).Select(t => $"2016-07-{t + 1:00},{t},{10 * t}\n")));
        var data = Read(
            "task: forecast\ndata: {train: series.csv, target: y, window: 3, horizon: 2, split: {validation: 0.2, test: 0.2}, " +
            "normalize: minmax}\n");

        Assert.Equal(("y z", 2, 2), (Joined(data.Schema.Inputs), data.Schema.Outputs, data.Schema.Horizon));
        // 12, 4 and 4 rows; the first three have no window before them
        Assert.Equal((8, 3, 3), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal([9, 90, 10, 100, 11, 110], data.Validation.Raw[0].Inputs);
        Assert.Equal("2016-07-13", data.Validation.Raw[0].Id);
        Assert.Equal([12, 13], data.Validation.Raw[0].Target!);
        Assert.Equal([12 / 11.0, 13 / 11.0], data.Validation.Ready[0].Target!); // the scale is that of training
    }

    [Fact]
    public void Every_numeric_column_is_forecast_where_none_is_named_and_prediction_looks_at_the_last_window()
    {
        var path = _folder.Write("series.csv", "y,z\n" + string.Concat(Enumerable.Range(0, 9).Select(t => $"{t},{10 * t}\n")));
        var config = Config("task: forecast\ndata: {train: series.csv, window: 2, horizon: 3, stride: 2}\n");
        var data = TrainingData.Read(config);

        Assert.Equal(("y z", 6, 3), (Joined(data.Schema.Target), data.Schema.Outputs, data.Train.Count));
        Assert.Equal([2, 20, 3, 30, 4, 40], data.Train.Raw[0].Target!);
        Assert.Equal([7, 70, 8, 80], Assert.Single(Reading.Part(config, data.Schema, path, labelled: false).Raw).Inputs);
    }

    [Fact]
    public void A_series_that_is_too_short_for_its_window_says_so()
    {
        _folder.Write("series.csv", "y\n1\n2\n3\n");
        var e = Assert.Throws<DataException>(() => Read("task: forecast\ndata: {train: series.csv, window: 3, layout: series}\n"));
        Assert.Equal("the longest series has 3 steps: no window of 3 and 1 to forecast fits into its training part", e.Errors[0].Message);
    }

    [Fact]
    public void Language_asks_at_each_character_for_the_next_and_holds_out_the_end_of_a_stream()
    {
        _folder.Write("text.txt", "abcabcabca");
        var data = Read("task: language\ndata: {train: text.txt, layout: text, split: {test: 0.3}}\n");

        Assert.Equal(("a b c", 3), (Joined(data.Schema.Classes), data.Schema.Symbols));
        Assert.Equal("0 1 2 0 1 2: b c a b c a", Shown(Assert.Single(data.Train.Ready)));
        Assert.Equal("1 2: c a", Shown(Assert.Single(data.Test.Ready)));
    }

    [Fact]
    public void Language_of_lines_holds_out_lines_and_words_in_rows_are_symbols_too()
    {
        _folder.Write("names.txt", string.Concat(Enumerable.Range(0, 20).Select(n => $"n{(char)('a' + n)}\n")));
        var lines = Read("task: language\ndata: {train: names.txt, split: {test: 0.25}, unknown: true}\n");
        Assert.Equal((15, 5), (lines.Train.Count, lines.Test.Count));
        Assert.Equal("<unk>", lines.Schema.Classes[0]);
        Assert.Equal("n", lines.Test.Ready[0].StepLabels![0]);

        _folder.Write("words.csv", "seq,w\ns,the\ns,cat\ns,sat\n");
        Assert.Equal(["cat", "sat"], Read("task: language\ndata: {train: words.csv, tokens: w}\n").Train.Ready[0].StepLabels!);
    }

    [Fact]
    public void Multilabel_asks_for_every_column_of_the_next_step()
    {
        _folder.Write("notes.csv", "seq,k0,k1\na,0,1\na,1,1\na,1,0\n");
        var data = Read("task: multilabel\ndata: {train: notes.csv, normalize: none}\n");

        Assert.Equal(("k0 k1", null), (Joined(data.Schema.Target), data.Schema.TargetScaling));
        Assert.Equal([0, 1, 1, 1], data.Train.Ready[0].Inputs);
        Assert.Equal([1, 1, 1, 0], data.Train.Ready[0].StepTargets!);
        Assert.Equal([0.75, 0.5], data.Schema.Naive!); // (2 + 1) / (2 + 2) and (1 + 1) / (2 + 2)
    }

    [Fact]
    public void A_number_for_each_step_is_scaled_as_training_has_it()
    {
        _folder.Write("steps.csv", "seq,x,y\na,1,0\na,2,4\nb,3,2\n");
        var data = Read("task: regress\ndata: {train: steps.csv, target: y, target_level: step, normalize: minmax}\n");
        Assert.Equal([0, 1], data.Train.Ready[0].StepTargets!);
        Assert.Equal([2], data.Train.Raw[1].StepTargets!);
    }

    [Fact]
    public void A_validation_file_and_a_manifest_split_themselves()
    {
        _folder.Write("a.csv", "x\n1\n");
        _folder.Write("b.csv", "x\n2\n");
        _folder.Write("list.csv", "path,label,split\na.csv,u,train\nb.csv,u,test\n");
        _folder.Write("v.csv", "seq,x,label\na,3,u\n");
        var listed = Read("task: classify\ndata: {train: list.csv, target: label, normalize: none}\n");
        Assert.Equal(("a.csv", "b.csv"), (Assert.Single(listed.Train.Raw).Id, Assert.Single(listed.Test.Raw).Id));

        var validated = Read("task: classify\ndata: {train: v.csv, validation: v.csv, target: label, normalize: none}\n");
        Assert.Equal((1, 1, 0), (validated.Train.Count, validated.Validation.Count, validated.Test.Count));
    }

    [Fact]
    public void Files_are_looked_for_in_further_folders_and_one_that_is_nowhere_names_the_places()
    {
        using var sets = new TemporaryFolder();
        sets.Write("train.csv", "seq,x,label\na,1,u\n");
        var path = _folder.Write("c.yaml", "task: classify\ndata: {train: train.csv, target: label}\n");

        Assert.Equal(1, TrainingData.Read(ConfigFile.Read(path, [], [sets.Path]).Config).Train.Count);
        var loaded = ConfigFile.Read(path);
        var error = Assert.Throws<DataException>(() => TrainingData.Read(loaded.Config, loaded.Folders)).Errors[0];
        Assert.StartsWith("there is no such file; looked in '", error.Message, StringComparison.Ordinal);
        Assert.Contains("RNN_DATA", error.Hint!, StringComparison.Ordinal);
        Assert.Contains("data/README.md", error.Hint!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_other_inputs_than_training_is_refused()
    {
        _folder.Write("train.ts", "@problemName p\n@data\n1,2:3,4:up\n");
        var config = Config("task: classify\ndata: {train: train.ts}\n");
        var schema = TrainingData.Read(config).Schema;
        var e = Assert.Throws<DataException>(
            () => Reading.Part(config, schema, _folder.Write("new.ts", "@problemName p\n@data\n1,2:up\n")));
        Assert.Equal("the inputs are x, but training had x0, x1", e.Errors[0].Message);
    }

    [Theory]
    [InlineData("classify", "target: y, layout: text", "data.layout: a text has no targets for task classify")]
    [InlineData("classify", "target: y, calendar: hour", "data.calendar needs data.dates")]
    [InlineData("classify", "target: y, dates: d, calendar: day", "data.calendar: expected hour, weekday, month, found 'day'")]
    [InlineData("classify", "target: y, target_level: step", "data.target_level: task classify has no targets of level step")]
    [InlineData("tag", "target: y, target_level: sequence", "data.target_level: task tag has a label for each step")]
    [InlineData("tag", "target: y, affixes: 2", "data.affixes needs data.tokens")]
    [InlineData("language", "tokens: w, affixes: 2", "data.affixes: task language predicts whole symbols")]
    [InlineData("language", "tokens: [w, v]", "data.tokens: task language predicts the symbols of one column, found 2")]
    [InlineData("classify", "target: y, tokenizer: words", "data.tokenizer needs data.tokens")]
    [InlineData(
        "classify", "target: y, tokens: [w, v], tokenizer: words", "data.tokens: data.tokenizer takes one column of texts, found 2")]
    [InlineData(
        "classify", "target: y, tokens: w, tokenizer: words, layout: long",
        "data.layout: with data.tokenizer a row is a sequence, and in layout long it is not")]
    [InlineData(
        "classify", "target: y, tokens: w, tokenizer: words, step: s",
        "data.step and data.tokenizer exclude one another: a row is a whole text")]
    [InlineData(
        "classify", "target: y, tokens: w, tokenizer: words, inputs: x",
        "data.inputs and data.tokenizer exclude one another: a row is a whole text")]
    [InlineData("language", "tokens: w, inputs: x", "data.inputs: task language reads symbols alone")]
    [InlineData("language", "tokens: w, categories: c", "data.categories: task language reads symbols alone")]
    [InlineData(
        "tag", "target: y, tokens: w, tokenizer: words",
        "data.tokenizer: a row is a whole text, and task tag with these keys has a target for each step")]
    [InlineData("classify", "target: y, stride: 2", "data.stride belongs to task forecast")]
    [InlineData(
        "classify", "target: y, validation: v.csv, split: {validation: 0.1}",
        "data.split.validation and data.validation exclude one another")]
    [InlineData("regress", "layout: wide", "'data.target' is missing")]
    public void Keys_that_do_not_go_together_are_named(string task, string keys, string message)
    {
        var path = _folder.Write("c.yaml", $"task: {task}\ndata: {{train: t.csv, {keys}}}\n");
        Assert.Contains(message, Assert.Throws<ConfigException>(() => ConfigFile.Read(path)).Errors.Select(e => e.Message));
    }

    public void Dispose() => _folder.Dispose();

    static string Joined(IEnumerable<string> names) => string.Join(' ', names);

    static string Shown(Sequence s) => $"{string.Join(' ', s.Symbols!)}: {Joined(s.StepLabels!)}";

    TrainingData Read(string yaml) => TrainingData.Read(Config(yaml));

    /// <summary>Without the rules, of which some speak of training.</summary>
    Config Config(string yaml)
    {
        var tree = (JsonObject)YamlTree.Read(yaml, "", new SourceMap("c.yaml"), "c.yaml")!;
        return ConfigPaths.Resolve(tree.Deserialize<Config>(ConfigJson.Options)!, [_folder.Path]);
    }
}
