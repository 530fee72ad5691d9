using System.Globalization;
using CsCheck;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Tests.Hostile;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Tests.Training;

public sealed class ConfigYamlTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_resolved_config_reads_back_as_itself()
    {
        _folder.Write("mine.cell", Texts.Unusual);
        Gen.Select(Gen.String.Where(s => s.Length > 0 && IsText(s)), Gen.Double[1e-300, 1e300], Gen.Int[1, 1000], Gen.Bool).Sample(
            (name, rate, epochs, flag) =>
            {
                var config = new Config
                {
                    Task = flag ? TaskKind.Classify : TaskKind.Regress,
                    Data =
                        new DataConfig
                        {
                            Train = "x.csv",
                            Target = new Columns(name),
                            Inputs = flag ? null
                        : new Columns("true", name, "1")
                        },
                    Model =
                        new ModelConfig
                        {
                            Cell = flag ? "gru" : "mine.cell",
                            Constants = flag ? null
                        : new CellConstants([new("r", epochs), new("eps", rate)])
                        },
                    Training =
                        new TrainingConfig
                        {
                            LearningRate = rate,
                            Epochs = epochs,
                            Clip = flag ? null : rate,
                            EarlyStopping = flag ? new()
                        : null
                        },
                };
                var path = _folder.File($"{Guid.NewGuid():N}.yaml");
                File.WriteAllText(path, config.ToYaml());
                var read = ConfigFile.Read(path).Config;
                Assert.Equal(config, read with { Model = read.Model with { Cell = config.Model.Cell } });
            },
            iter: 200);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("٫")]
    public void Every_number_and_duration_reads_back_exactly_in_any_culture(string point)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(
                "")
            {
                NumberFormat =
                    new NumberFormatInfo { NumberDecimalSeparator = point, NumberGroupSeparator = ".", NegativeSign = "~" }
            };
            var positive = Gen.Double.Where(x => x > 0 && double.IsFinite(x));
            var label = Gen.String.Where(s => s.Length > 0 && IsText(s) && !s.Contains('\0', StringComparison.Ordinal));
            Gen.Select(positive, Gen.Int[1, int.MaxValue], Gen.Int[0, 2], label).Sample(
                (number, count, kind, name) =>
                {
                    var config = new Config
                    {
                        Task = TaskKind.Classify,
                        Data =
                            new DataConfig
                            {
                                Train = "x.csv",
                                Target = new Columns("y"),
                                Split = new SplitConfig { Validation = count % 1000, Test = 1 / (1 + number) }
                            },
                        Training = new TrainingConfig
                        {
                            LearningRate = number,
                            Epsilon = 1e-8,
                            Clip = number,
                            Seed = count,
                            CheckpointEvery = kind == 0 ? null : kind == 1 ? new CheckpointInterval(count, null)
                            : new CheckpointInterval(null, number),
                            ClassWeights = kind == 0 ? new ClassWeights(null) : new ClassWeights([new(name, number)]),
                            Schedule =
                                new ScheduleConfig
                                {
                                    Kind = ScheduleKind.Step,
                                    Every = Math.Min(count, 1_000_000_000),
                                    Factor = 1 / (1 + number) is > 0 and var factor ? factor : 1
                                },
                        },
                    };
                    Assert.Equal(config, ConfigJson.Parse(ConfigJson.ToJson(config).ToJsonString(ConfigJson.Options)));
                    Assert.Equal(config, ConfigFile.Read(_folder.Write("any.yaml", config.ToYaml())).Config);
                },
                iter: 300,
                threads: 1);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("0.00001 minutes", 1e-5)]
    [InlineData("1e-5 minutes", 1e-5)]
    [InlineData("1E+300 minutes", 1e300)]
    [InlineData("1 minute", 1)]
    public void A_time_between_checkpoints_reads_back_as_it_is_written(string text, double minutes)
    {
        var interval = CheckpointInterval.Parse(text);
        Assert.Equal(minutes, interval!.Minutes);
        Assert.Equal(interval, CheckpointInterval.Parse(interval.ToString()));
    }

    [Fact]
    public void Comments_do_not_change_what_is_read()
    {
        var config = new Config { Task = TaskKind.Classify, Data = new DataConfig { Train = "x.csv", Target = new Columns("y") } };
        Assert.Equal(config, ConfigFile.Read(_folder.Write("c.yaml", config.ToYaml(key => "from " + key))).Config);
    }

    [Fact]
    public void No_text_says_more_than_it_is_as_a_value_a_key_or_a_comment() =>
        Gen.Select(HostileTexts.Whole.Where(t => t.Length > 0), HostileTexts.Any).Sample((text, comment) =>
    {
        var config = new Config
        {
            Task = TaskKind.Classify,
            Data =
                new DataConfig
                {
                    Train = "x.csv",
                    Target = new Columns(text),
                    Inputs = new Columns("a", text),
                    MissingMarks = new Columns("-", text)
                },
            Training = new TrainingConfig { ClassWeights = new ClassWeights([new(text, 2)]) },
        };
        var yaml = config.ToYaml(_ => comment);
        var path = _folder.Write($"{Guid.NewGuid():N}.yaml", yaml);
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
