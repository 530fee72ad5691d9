using System.Globalization;
using System.Text;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Datasets;

namespace RnnTrainer.Tests.Cli;

public sealed class SplitByTests
{
    [Theory]
    [InlineData("long", "seq,patient,x,label\n", "{0},{1},0.1,{2}\n{0},{1},0.2,{2}\n", "")]
    [InlineData("long-once", "seq,patient,x,label\n", "{0},{1},0.1,{2}\n{0},,0.2,{2}\n", "")]
    [InlineData("keys", "patient,visit,x,label\n", "{1},{0},0.1,{2}\n{1},{0},0.2,{2}\n", "\n  sequence: [patient, visit]")]
    [InlineData("category", "seq,patient,x,label\n", "{0},{1},0.1,{2}\n{0},{1},0.2,{2}\n", "\n  categories: patient\n  inputs: x\n  missing: mean")]
    [InlineData("wide", "patient,x_0,x_1,x_2,label\n", "{1},0.1,0.2,0.3,{2}\n", "\n  layout: wide")]
    [InlineData("list", "patient,x,label\n", "{1},0.1 0.2 0.3,{2}\n", "\n  layout: list")]
    [InlineData("texts", "patient,text,label\n", "{1},a b c,{2}\n", "\n  tokens: text\n  tokenizer: words")]
    public void A_group_is_in_one_part_in_every_layout(string name, string header, string row, string keys)
    {
        using var folder = new TemporaryFolder();
        var config = Write(folder, header, row, keys);

        var data = Read(config);

        Assert.All(data.Parts, p => Assert.All(p.Part.Raw, s => Assert.NotNull(s.Group)));
        Assert.Equal(10, data.GroupsOfParts().Sum());
        Assert.Equal((60, 3), (data.Parts.Sum(p => p.Part.Count), data.Parts.Count()));
        Assert.Equal(name == "category", data.Schema.Inputs.Any(i => i.StartsWith("patient", StringComparison.Ordinal)));
        Assert.Equal(Ids(data), Ids(Read(config, "training.seed=2")));
        Assert.NotEqual(Ids(data), Ids(Read(config, "data.split.seed=2")));
    }

    [Fact]
    public void A_run_is_scored_on_the_groups_that_it_did_not_see_and_predicts_files_without_them()
    {
        using var folder = new TemporaryFolder();
        var config = Write(folder, "seq,patient,x,label\n", "{0},{1},0.1,{2}\n{0},{1},0.2,{2}\n", "");
        var trained = Rnn.Run("train", config, "--out", folder.File("run"), "--json").Json;

        Assert.Equal(
            (double)trained["metrics"]!["test"]!["loss"]!, (double)Rnn.Run("eval", folder.File("run"), "--json").Json["metrics"]!["loss"]!);
        Assert.Equal(0, Rnn.Run("predict", folder.File("run"), "--data", folder.Write("new.csv", "seq,x\na,0.1\na,0.3\n")).Exit);
    }

    [Fact]
    public void Data_check_shows_the_groups_of_each_part()
    {
        using var folder = new TemporaryFolder();
        var config = Write(folder, "seq,patient,x,label\n", "{0},{1},0.1,{2}\n{0},{1},0.2,{2}\n", "");

        Assert.Contains("groups (patient): train 6, validation 2, test 2", Rnn.Run("data", "check", config).Output, StringComparison.Ordinal);
        Assert.Equal([6, 2, 2], Rnn.Run("data", "check", config, "--json").Json["parts"]!.AsArray().Select(p => (int)p!["groups"]!));
    }

    [Theory]
    [InlineData("patiemt", "a,p1,0.1,u\nb,p2,0.1,v\n", 3, "there is no column 'patiemt'", "Did you mean 'patient'?")]
    [InlineData("patient", "a,p1,0.1,u\na,p2,0.1,u\n", 3, "sequence 'a' has the group 'p2' here but 'p1' in line 2", "belongs to one group")]
    [InlineData("patient", "a,p1,0.1,u\nb,p1,0.1,v\n", 3, "column 'patient' (data.split.by) has 1 group ('p1'), and 3 parts need one each", "")]
    [InlineData("patient", "a,,0.1,u\nb,p1,0.1,v\n", 3, "sequence 'a' has no group in column 'patient'", "")]
    [InlineData("label", "a,p1,0.1,u\nb,p2,0.1,v\n", 2, "data.split.by: column 'label' is the target", "")]
    public void A_column_that_names_no_groups_is_an_error(string by, string rows, int exit, string message, string hint)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "seq,patient,x,label\n" + rows);
        var config = folder.Write("c.yaml", Config(by, ""));

        var run = Rnn.Run("train", config, "--out", folder.File("run"));

        Assert.Equal(exit, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_of_series_cannot_be_split_by_groups()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.csv", "seq,patient,x\na,p,1\n");
        var config = folder.Write("c.yaml", "task: forecast\ndata:\n  train: a.csv\n  split: {by: patient, test: 0.2}\n");

        var run = Rnn.Run("train", config);

        Assert.Equal(2, run.Exit);
        Assert.Contains("data.split.by: task forecast splits every series in time", run.Error, StringComparison.Ordinal);
    }

    static string Write(TemporaryFolder folder, string header, string row, string keys)
    {
        var text = new StringBuilder(header);
        for (var n = 0; n < 60; n++)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, row, $"s{n}", $"p{n * 7 % 10}", n % 3 == 0 ? "u" : "v");
        }

        folder.Write("a.csv", text.ToString());
        return folder.Write("c.yaml", Config("patient", keys));
    }

    static string Config(string by, string keys) =>
        $"task: classify\ndata:\n  train: a.csv\n  target: label{keys}\n  split: {{validation: 0.2, test: 0.2, by: {by}, stratify: true}}\n"
        + "model:\n  cell: gru\n  hidden: 2\ntraining:\n  epochs: 1\n";

    static TrainingData Read(string config, params string[] sets)
    {
        var loaded = ConfigFile.Read(config, sets);
        return TrainingData.Read(loaded.Config, loaded.Folders);
    }

    static string Ids(TrainingData data) => string.Join('|', data.Parts.Select(p => string.Join(' ', p.Part.Raw.Select(s => s.Id))));
}
