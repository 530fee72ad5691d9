using System.Globalization;
using System.Text;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;
using Layout = RnnTrainer.Data.Layout;

namespace RnnTrainer.Tests.Hostile;

/// <summary>
/// Configs drawn at random over small files of every layout: any task with any layout, level, readout and so on. Most make no sense. What
/// is promised: each is trained or refused,
/// with exit 0, 2, 3 or 5.
/// </summary>
public sealed class AnyConfig
{
    static readonly (string Name, string Text)[] Files =
    [
        ("long.csv", Long()),
        ("wide.csv", "id,x1,x2,x3,y\n" + string.Concat(Enumerable.Range(0, 12).Select(n => Line($"{n}", n, n % 3, 2 * n, n % 2)))),
        ("series.csv",
        "date,x,y,word\n"
        + string.Concat(
            Enumerable.Range(0, 60).Select(n => Line($"2024-01-{1 + (n % 28):00}T{n / 28:00}:00", n % 7, n % 2, n % 3 == 0 ? "a" : "b")))),
        ("text.txt", string.Concat(Enumerable.Repeat("to be or not to be\n", 8))),
        ("ucr.tsv", string.Concat(Enumerable.Range(0, 10).Select(n => $"{1 + (n % 2)}\t{n}\t{n % 3}\t{n % 5}\n"))),
        ("ts.ts",
        "@problemName x\n@univariate true\n@classLabel true a b\n@data\n"
        + string.Concat(Enumerable.Range(0, 10).Select(n => $"{n},{n % 3},{n % 5}:{(n % 2 == 0 ? 'a' : 'b')}\n"))),
        ("files.csv", "path,label\nlong.csv,a\nseries.csv,b\n"),
        ("one.csv", "seq,step,a,y\ns,0,1,0\n"),
    ];

    static readonly string[] Columns = [
        "a", "b", "y", "z", "word", "label", "x", "x1", "date", "seq", "step", "none", "[a, b]", "[y, z]", "[a, y]"];

    readonly string _folder;

    /// <param name="folder">Where the files are written.</param>
    public AnyConfig(string folder)
    {
        _folder = folder;
        foreach (var (name, text) in Files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>Configs that were trained to the end, of all so far.</summary>
    public int Trained { get; private set; }

    /// <summary>Trains <paramref name="count"/> configs; what went wrong, with the config.</summary>
    public IEnumerable<string> Failures(int count, int seed)
    {
        for (var n = 0; n < count; n++)
        {
            var text = Draw(new RandomStream(seed, "any config", n));
            if (Failure(text, $"{seed}-{n}") is { } failure)
            {
                yield return $"config {n} of seed {seed}: {failure}\n{text}";
            }
        }
    }

    /// <summary>A config of a few keys.</summary>
    static string Draw(RandomStream random)
    {
        string One(params string[] values) => values[random.Next(values.Length)];
        var text = new StringBuilder($"task: {One([.. Enum.GetNames<TaskKind>().Select(n => n.ToLowerInvariant())])}\n");
        var file = Files[random.Next(Files.Length)].Name;
        Section("data", 0.25, ("train", 1, file), ("test", 0.2, file), ("validation", 0.2, file),
            ("split", 0.5,
            One("{test: 0.2}", "{validation: 0.2, test: 0.2}", "{validation: 2, test: 1}", "{validation: 100}", "{steps: 5}",
            "{test: 0.5, validation: 0.4}")),
            ("layout", 0.5, One([.. Enum.GetNames<Layout>().Select(n => n.ToLowerInvariant())])),
            ("sequence", 0.2, One(Columns)), ("step", 0.2, One(Columns)), ("inputs", 0.5, One(Columns)), ("categories", 0.15, One(Columns)),
            ("tokens", 0.2, One([.. Columns, "[kind, x]"])), ("tokenizer", 0.05, One("words", "characters")),
            ("min_count", 0.1, One("1", "2", "1000")), ("affixes", 0.1, One("1", "16")), ("unknown", 0.1, One("true", "false")),
            ("text", 0.1, One("stream", "lines", "auto")),
            ("dates", 0.15, One("date", "step")), ("calendar", 0.1, One("hour", "[hour, month]")), ("target", 0.7, One(Columns)),
            ("target_level", 0.3, One("sequence", "step", "next")),
            ("normalize", 0.4, One("none", "standard", "minmax")), ("missing", 0.4, One("error", "mean", "forward-fill", "indicator")),
            ("missing_marks", 0.1, One("[NA]", "['0', '1']")),
            ("horizon", 0.3, One("1", "3", "59", "2147483647")), ("window", 0.3, One("1", "5", "59", "2147483647")),
            ("stride", 0.2, One("1", "7", "2147483647")),
            ("season", 0.2, One("2", "7", "2147483647")), ("relative_to", 0.2, One("none", "last", "season")),
            ("relative_inputs", 0.2, One("true", "false")));
        Section(
            "model", 0.2, ("cell", 0.5, One("rnn", "gru", "lstm", "indrnn", "lem", "min-gru")), ("hidden", 1, One("1", "2", "3")),
            ("embedding", 0.3, One("1", "3")), ("layers", 0.3, One("1", "2", "4")),
            ("bidirectional", 0.25, "true"), ("residual", 0.2, "true"), ("dropout", 0.2, One("0.5", "0.99")), ("input_dropout", 0.2, "0.5"),
            ("dropout_mask", 0.2, One("step", "sequence")),
            ("readout", 0.3, One("last", "mean", "max")), ("initial_state", 0.2, One("zero", "learned")));
        Section(
            "training", 0.2, ("epochs", 1, One("1", "2")), ("batch", 0.6, One("1", "3", "1000000")),
            ("accumulate", 0.2, One("2", "1000000")), ("shuffle", 0.2, "false"), ("bucket", 0.2, "true"),
            ("truncate", 0.25, One("1", "2", "2147483647")), ("optimizer", 0.4, One("sgd", "adamw", "rmsprop")),
            ("learning_rate", 0.3, One("0.1", "1e-300", "1e300")), ("momentum", 0.2, "0.9"),
            ("weight_decay", 0.2, "0.1"), ("clip", 0.2, One("null", "1e-9")), ("clip_value", 0.1, "0.1"),
            ("schedule", 0.3, One("constant", "step", "cosine", "plateau")),
            ("early_stopping", 0.2, One("{patience: 1}", "{metric: accuracy}", "{metric: rmse}")),
            ("loss", 0.3, One("squared", "absolute", "huber")),
            ("class_weights", 0.2, One("balanced", "{a: 2}", "{'0': 3, '1': 1}")),
            ("decision", 0.2, One("{maximize: f1}", "{maximize: mcc}", "{cost: {'0': {'1': 2}}}")), ("calibrate", 0.2, "true"),
            ("on_nonfinite", 0.3, One("stop", "skip-batch", "halve-rate")), ("precision", 0.4, One("float32", "float64")),
            ("threads", 1, One("1", "2", "3")), ("checkpoint_every", 0.3, One("1", "1 minute", "0.00001 minutes", "2147483647")),
            ("keep", 0.2, One("0", "3")));
        return text.ToString();

        // Too many keys exclude one another: of each section only some are written.
        void Section(string name, double share, params (string Key, double Chance, string Value)[] keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}:\n");
            var odds = random.NextDouble() < 0.5 ? 1 : share;
            foreach (var (key, chance, value) in keys)
            {
                if (random.NextDouble() < (chance == 1 ? 1 : chance * odds))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  {key}: {value}\n");
                }
            }
        }
    }

    string? Failure(string text, string name)
    {
        var (config, run) = (Path.Combine(_folder, $"{name}.yaml"), Path.Combine(_folder, $"run-{name}"));
        File.WriteAllText(config, text);
        var error = new StringWriter();
        var exit = RnnTrainer.Cli.Program.Run(
            ["train", config, "--out", run, "--verbose"],
            new Session(Stream.Null, TextWriter.Null, error, TimeProvider.System, new Interruption()));
        Trained += exit == ExitCode.Success ? 1 : 0;
        var failure = exit is not (ExitCode.Success or ExitCode.Usage or ExitCode.Data or ExitCode.Diverged) ? $"exit {exit}: {error}"
            : exit == ExitCode.Success ? Unread(run)
            : null;
        if (Directory.Exists(run))
        {
            Directory.Delete(run, recursive: true);
        }

        File.Delete(config);
        return failure;
    }

    /// <summary>What was written is read again: the run's config, its checkpoints, its scores.</summary>
    static string? Unread(string run)
    {
        string[][] lines = [
            ["config", "validate", Path.Combine(run, "config.yaml")], ["inspect", run], ["inspect", run, "--checkpoint", "last"],
            ["runs", "show", run]];
        foreach (var line in lines)
        {
            var error = new StringWriter();
            if (RnnTrainer.Cli.Program.Run(
                line, new Session(Stream.Null, TextWriter.Null, error, TimeProvider.System, new Interruption())) is not 0 and var exit)
            {
                return $"{string.Join(' ', line)}: exit {exit}: {error}";
            }
        }

        return null;
    }

    static string Long()
    {
        var text = new StringBuilder("seq,step,a,b,y,z,word,label,date\n");
        for (var s = 0; s < 12; s++)
        {
            for (var t = 0; t < 3 + (s % 3); t++)
            {
                text.Append(
                    Line(
                        $"s{s}", t, (s * t) % 5, s % 4 == 0
                        && t == 1 ? "" : $"{s - t}", s % 2, t % 2, t % 2 == 0 ? "to" : "be", s % 2 == 0 ? "a"
                        : "b", $"2024-01-{1 + t:00}"));
            }
        }

        return text.ToString();
    }

    static string Line(params object[] cells) => string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', cells)}\n");
}
