using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Tuning;

namespace RnnTrainer.Cli.Tuning;

/// <summary><c>rnn tune CSV|CONFIG</c>: searches for the settings with the best validation score.</summary>
static class TuneCommand
{
    const int UsualMinutes = 10;

    public static Command Make(Session session)
    {
        var target = CommonOptions.Name("CSV|CONFIG", "a data file, for which it begins with the config of `rnn init`; or a YAML file");
        var time = new Option<TimeSpan?>("--time")
        {
            Description = "how long to search, such as 90s, 10m or 2h; default: 10m, without --trials",
            HelpName = "TIME",
            CustomParser = TakeTime,
        };
        var trials = OptionValues.Count("--trials", "the most trials; default: as many as the time allows", "N");
        var ensemble = OptionValues.Count(
            "--ensemble", "also make an ensemble of the K best trials, in DIR/ensemble; default: none", "K", 1000);
        var output = new Option<string?>("--out", "-o")
        {
            Description = "folder of the search; with the same one it continues where it stopped; default: runs/NAME-tune",
            HelpName = "DIR",
        };
        var metric = new Option<string?>("--metric")
        {
            Description = "the validation score to search by; default: accuracy, rmse, mase or loss, by task",
            HelpName = "METRIC",
        };
        var jobs = OptionValues.Count(
            "--jobs", "trials to train at the same time, which share cores and memory; default: one for each core, at most 8", "N",
            CommonOptions.MostThreads);
        var folds = OptionValues.Folds(
            "train every trial K times, each with another K-th of the data as validation split, and search by the mean; DIR/best is then "
            + "trained on all of them; default: the validation split of the config");
        var seed = OptionValues.Seed("another seed tries other settings");
        var (set, threads) = (CommonOptions.Set(), CommonOptions.Threads());
        var command = new DocumentedCommand(
            "tune",
            "Search for the settings with the best validation score, within a time: trials in rounds of successive halving, proposed "
            + "from the results so far.",
            "rnn tune my.csv --time 10m",
            "rnn tune my.yaml --trials 32 --ensemble 5 --out runs/tuned")
        {
            target, time, trials, ensemble, output, metric, jobs, folds, seed, set, threads, CommonOptions.Memory(),
        };
        command.SetAction(int (parse) =>
        {
            CommonOptions.RequireNotSet(parse.GetValue(set), "training.threads", "--threads");
            var (most, cores) = (parse.GetValue(trials), parse.GetValue(threads) is > 0 and var n ? n : Environment.ProcessorCount);
            var limit = parse.GetValue(time) ?? (most is null ? TimeSpan.FromMinutes(UsualMinutes) : null);
            var name = parse.GetRequiredValue(target);
            var parallel = parse.GetValue(jobs) ?? Math.Min(8, cores);
            var options = new TuneOptions
            {
                Folder = Path.TrimEndingDirectorySeparator(
                    parse.GetValue(output) ?? Path.Combine("runs", $"{Path.GetFileNameWithoutExtension(name)}-tune")),
                Trials = most,
                Jobs = parallel,
                Cores = cores,
                Folds = parse.GetValue(folds),
                Seed = parse.GetValue(seed),
                Metric = parse.GetValue(metric),
                Training = CommandInputs.OptionsOfMany(session, parse.GetValue(set) ?? []),
            };
            return TuneJob.Run(session, name, options, limit, parse.GetValue(ensemble));
        });
        return command;
    }

    static TimeSpan? TakeTime(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        double? unit = text.Length == 0 ? null : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => null };
        if (unit is { } seconds
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * seconds is > 0 and < 1e7)
        {
            return TimeSpan.FromSeconds(count * seconds);
        }

        result.AddError($"--time expects a time such as 90s, 10m or 2h, found {OptionValues.Show(text)}");
        return null;
    }
}
