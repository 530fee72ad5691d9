using CsCheck;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Tests.Hostile;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

public sealed class ConfigYamlTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_resolved_config_reads_back_as_itself()
    {
        folder.Write("mine.cell", Texts.Unusual);
        Gen.Select(Gen.String.Where(s => s.Length > 0 && IsText(s)), Gen.Double[1e-300, 1e300], Gen.Int[1, 1000], Gen.Bool).Sample(
            (name, rate, epochs, flag) =>
            {
                var config = new Config
                {
                    Task = flag ? TaskKind.Classify : TaskKind.Regress,
                    Data = new DataConfig { Train = "x.csv", Target = new Columns(name), Inputs = flag ? null : new Columns("true", name, "1") },
                    Model = new ModelConfig { Cell = flag ? "gru" : "mine.cell", Constants = flag ? null : new CellConstants([new("r", epochs), new("eps", rate)]) },
                    Training = new TrainingConfig { LearningRate = rate, Epochs = epochs, Clip = flag ? null : rate, EarlyStopping = flag ? new() : null },
                };
                var path = folder.File($"{Guid.NewGuid():N}.yaml");
                File.WriteAllText(path, config.ToYaml());
                var read = ConfigFile.Read(path).Config;
                Assert.Equal(config, read with { Model = read.Model with { Cell = config.Model.Cell } });
            },
            iter: 200);
    }

    [Fact]
    public void Comments_do_not_change_what_is_read()
    {
        var config = new Config { Task = TaskKind.Classify, Data = new DataConfig { Train = "x.csv", Target = new Columns("y") } };
        Assert.Equal(config, ConfigFile.Read(folder.Write("c.yaml", config.ToYaml(key => "from " + key))).Config);
    }

    [Fact]
    public void No_text_says_more_than_it_is_as_a_value_a_key_or_a_comment() => Gen.Select(HostileTexts.Whole.Where(t => t.Length > 0), HostileTexts.Any).Sample((text, comment) =>
    {
        var config = new Config
        {
            Task = TaskKind.Classify,
            Data = new DataConfig { Train = "x.csv", Target = new Columns(text), Inputs = new Columns("a", text), MissingMarks = new Columns("-", text) },
            Training = new TrainingConfig { ClassWeights = new ClassWeights([new(text, 2)]) },
        };
        var yaml = config.ToYaml(_ => comment);
        var path = folder.Write($"{Guid.NewGuid():N}.yaml", yaml);
        Assert.Equal(config, ConfigFile.Read(path).Config);
        Assert.DoesNotContain(yaml, c => c != '\n' && HostileTexts.Hides(c));
    });

    [Fact]
    public void The_schema_describes_every_key()
    {
        var text = ConfigSchema.Make().ToJsonString();
        Assert.Equal(ConfigKeys.All.Count, text.Split("\"description\":").Length - 1);
    }

    // Half a surrogate pair is no text in any encoding.
    static bool IsText(string s) => !s.Any(char.IsSurrogate);
}
