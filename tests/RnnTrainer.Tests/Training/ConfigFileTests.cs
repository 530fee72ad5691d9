using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Training;

public sealed class ConfigFileTests : IDisposable
{
    const string Least = "task: classify\ndata:\n  train: train.csv\n  target: label\n";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_two_required_sections_are_enough_and_the_rest_has_the_documented_defaults()
    {
        var config = Read(Least);
        Assert.Equal(
            ("ugrnn", 64, 1, 50, 32),
            (config.Model.Cell, config.Model.Hidden, config.Model.Layers, config.Training.Epochs, config.Training.Batch));
        Assert.Equal(
            (0.1, 0.0, 5.0, 1), (config.Training.LearningRate, config.Training.Momentum, config.Training.Clip, config.Training.Seed));
        Assert.Equal(Normalize.Standard, config.Data.Normalize);
    }

    [Theory]
    [InlineData("training:\n  learning_rat: 0.1\n", "6:3", "unknown key 'learning_rat'", "did you mean 'learning_rate'?")]
    [InlineData("learning_rate: 0.1\n", "5:1", "unknown key 'learning_rate'", "did you mean 'training.learning_rate'?")]
    [InlineData("training:\n  epochs: ten\n", "6:11", "training.epochs: expected a whole number, found 'ten'", null)]
    [InlineData(
        "training:\n  epochs: 0x10\n", "6:11", "training.epochs: expected a whole number, found '0x10'",
        "numbers are written as in JSON: 100, 0.5, 1e-3")]
    [InlineData(
        "training:\n  epochs: 1_000\n", "6:11", "training.epochs: expected a whole number, found '1_000'",
        "numbers are written as in JSON: 100, 0.5, 1e-3")]
    [InlineData("training:\n  epochs: 2.5\n", "6:11", "training.epochs: expected a whole number, found 2.5", null)]
    [InlineData(
        "training:\n  epochs: '5'\n", "6:11", "training.epochs: expected a whole number, found '5'",
        "numbers are written as in JSON: 100, 0.5, 1e-3")]
    [InlineData("training:\n  epochs:\n", "6:10", "training.epochs: expected a whole number, found null", null)]
    [InlineData("training:\n  epochs: 0\n", "6:11", "training.epochs: expected at least 1 and at most 1000000000, found 0", null)]
    [InlineData("training:\n  learning_rate: 1e999\n", "6:18", "training.learning_rate: expected a number, found 1e999", null)]
    [InlineData("training:\n  learning_rate: .nan\n", "6:18", "training.learning_rate: expected a number, found '.nan'", null)]
    [InlineData("training:\n  clip: 0\n", "6:9", "training.clip: expected more than 0, found 0", null)]
    [InlineData("training:\n  shuffle: no\n", "6:12", "training.shuffle: expected true or false, found 'no'", "write false")]
    [InlineData("training:\n  lr: 0.1\n", "6:3", "unknown key 'lr'", "did you mean 'learning_rate'?")]
    [InlineData("lr: 0.1\n", "5:1", "unknown key 'lr'", "did you mean 'training.learning_rate'?")]
    [InlineData("batch_size: 8\n", "5:1", "unknown key 'batch_size'", "did you mean 'training.batch'?")]
    [InlineData("epochs: 8\n", "5:1", "unknown key 'epochs'", "did you mean 'training.epochs'?")]
    [InlineData("model:\n  hidden_size: 8\n", "6:3", "unknown key 'hidden_size'", "did you mean 'hidden'?")]
    [InlineData("training:\n  num_layers: 2\n", "6:3", "unknown key 'num_layers'", "did you mean 'model.layers'?")]
    [InlineData("training:\n  dropout: 0.2\n", "6:3", "unknown key 'dropout'", "did you mean 'model.dropout'?")]
    [InlineData(
        "training:\n  device: cuda\n", "6:3", "unknown key 'device'",
        "models run on the CPU; training.threads sets how many of its cores are used")]
    [InlineData(
        "model:\n  readout: Mean_pooling\n", "6:12", "model.readout: expected one of last, mean, max, found 'Mean_pooling'",
        "did you mean 'mean'?")]
    [InlineData(
        "training:\n  precision: float23\n", "6:14", "training.precision: expected one of float32, float64, found 'float23'",
        "did you mean 'float32'?")]
    [InlineData(
        "model:\n  cell: \"C:\\data\\my.cell\"\n", "6:9", "not YAML: While scanning a quoted scalar, found unknown escape character",
        @"between double quotes a backslash begins an escape; put a Windows path in single quotes ('C:\data\my.csv'), or write it with '/'")]
    [InlineData("training: 3\n", "5:11", "training: expected keys and values, found 3", null)]
    [InlineData("model:\n  cell: 3\n", "6:9", "model.cell: expected a text, found 3", "in quotes it is a text: '3'")]
    [InlineData("training:\n  epochs: 1\n  epochs: 2\n", "7:3", "not YAML: Duplicate key epochs", null)]
    [InlineData("training:\n\tepochs: 1\n", "6:1", "not YAML: a tab in the indentation", "indent with spaces")]
    [InlineData("model: &m {hidden: 3}\n", "5:8", "anchors and aliases are not part of a config", "write the value out")]
    [InlineData("---\nmore: 1\n", "6:1", "a second YAML document starts here", "keep one config per file")]
    public void A_mistake_is_reported_at_its_place(string extra, string place, string message, string? hint)
    {
        var error = Assert.Single(Errors(Least + extra));
        Assert.Equal((place, message, hint), ($"{error.Line}:{error.Column}", error.Message, error.Hint));
    }

    [Fact]
    public void All_mistakes_are_reported_in_the_order_of_the_file() =>
        Assert.Equal(
            [5, 7, 8],
            Errors(Least + "modell:\n  hidden: 3\ntrainig: 1\n\n"
                .Replace("trainig: 1\n\n", "training: {epochs: x}\nseed: 1\n", StringComparison.Ordinal)).Select(e => e.Line!.Value));

    [Fact]
    public void An_error_reads_as_compilers_write_them()
    {
        var path = _folder.Write("c.yaml", Least + "training:\n  learning_rat: 1\n");
        var thrown = Assert.Throws<ConfigException>(() => ConfigFile.Read(path));
        Assert.Equal($"{path}:6:3: error: unknown key 'learning_rat'\n  hint: did you mean 'learning_rate'?", thrown.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("just a text")]
    [InlineData("[1, 2]")]
    [InlineData("task: classify\n")]
    [InlineData("{")]
    [InlineData("? [a]\n: b\n")]
    [InlineData("a: \"\\ud83d\"\n")]
    public void Something_else_than_a_config_is_a_config_error(string text) => Assert.NotEmpty(Errors(text));

    [Fact]
    public void A_missing_required_key_is_named() =>
        Assert.Equal("'data.train' is missing", Assert.Single(Errors("task: classify\ndata:\n  target: label\n")).Message);

    [Fact]
    public void Deep_nesting_is_refused_before_it_overflows_anything() =>
        Assert.Contains("nesting", Assert.Single(Errors("a: " + new string('[', 200_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        File.WriteAllBytes(_folder.File("c.yaml"), [0x74, 0xFF, 0xFE, 0x00]);
        Assert.Contains(
            "UTF-8", Assert.Throws<ConfigException>(() => ConfigFile.Read(_folder.File("c.yaml"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_config_error() =>
        Assert.Equal("no such file", Assert.Throws<ConfigException>(() => ConfigFile.Read(_folder.File("none.yaml"))).Errors[0].Message);

    [Fact]
    public void A_set_wins_over_the_file_and_the_last_one_over_those_before()
    {
        var config = Read(
            Least + "training: {epochs: 3}\n", "training.epochs=4", "training.epochs=5", "data.inputs=[a, b]", "data.split.test=0.25",
            "training.clip=null");
        Assert.Equal(5, config.Training.Epochs);
        Assert.Equal(["a", "b"], config.Data.Inputs!.Names);
        Assert.Equal(0.25, config.Data.Split!.Test);
        Assert.Null(config.Training.Clip);
    }

    [Theory]
    [InlineData("training.epoch=3", "unknown key 'epoch'")]
    [InlineData("training.epochs=x", "training.epochs: expected a whole number, found 'x'")]
    [InlineData("epochs", "expected key=value")]
    [InlineData("task.name=3", "'task' is not a section")]
    [InlineData("data.target=[", "not YAML: While parsing a node, did not find expected node content")]
    public void A_wrong_set_is_reported_as_what_was_typed(string set, string message)
    {
        var error = Assert.Single(Assert.Throws<ConfigException>(() => Read(Least, set)).Errors);
        Assert.Equal(($"--set {set}", null, message), (error.File, error.Line, error.Message));
    }

    [Fact]
    public void A_data_path_is_found_in_the_folder_of_the_config()
    {
        _folder.Write("train.csv", "");
        Assert.Equal(_folder.File("train.csv"), Read(Least).Data.Train);
    }

    [Fact]
    public void Test_file_and_test_fraction_exclude_one_another() =>
        Assert.Equal(
            "data.split.test and data.test exclude one another",
            Assert.Single(Errors(Least + "  test: t.csv\n  split: {test: 0.1}\n")).Message);

    [Fact]
    public void A_section_that_is_set_anew_has_its_mistakes_where_it_was_typed()
    {
        const string Set = "data.split={validation: 1.5}";
        var error = Assert.Single(
            Assert.Throws<ConfigException>(
                () => Read("task: classify\ndata: {train: a.csv, target: y, split: {validation: 0.1}}\n", Set)).Errors);
        Assert.Equal(($"--set {Set}", null), (error.File, error.Line));
    }

    Config Read(string text, params string[] sets) => ConfigFile.Read(_folder.Write("c.yaml", text), sets).Config;

    IReadOnlyList<Diagnostic> Errors(string text) => Assert.Throws<ConfigException>(() => Read(text)).Errors;
}
