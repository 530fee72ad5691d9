using System.Text.RegularExpressions;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Import;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Inputs;

/// <summary>The config, the model and the data that a command line means; files are looked for in the folders of RNN_DATA too.</summary>
static partial class CommandInputs
{
    static readonly string[] DataEndings = [".csv", ".tsv", ".ts", ".gz"];

    static IReadOnlyList<string> Folders => ConfigPaths.Folders(Environment.GetEnvironmentVariable(ConfigPaths.Variable));

    /// <summary>Reads a config.</summary>
    /// <exception cref="ConfigException">With every error found.</exception>
    /// <exception cref="UsageException">It is a data file.</exception>
    public static LoadedConfig ReadConfig(string path, IReadOnlyList<string>? sets = null) => ConfigFile.Read(RequireConfig(path), sets, Folders);

    /// <summary>The path of a config.</summary>
    /// <exception cref="UsageException">It is a data file.</exception>
    public static string RequireConfig(string path) => !Array.Exists(DataEndings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? path
        : throw new UsageException(
            $"'{path}' is a data file, and a config is expected",
            $"`rnn init {Shell.Quoted(path)} --out {Shell.Quoted($"{Path.GetFileNameWithoutExtension(path)}.yaml")}` writes one for it");

    /// <summary>What a training of this session is started with.</summary>
    /// <param name="sets">Assignments <c>key=value</c>.</param>
    public static TrainingOptions Options(Session session, IReadOnlyList<string> sets) => new()
    {
        Sets = sets,
        DataFolders = Folders,
        Memory = session.Memory,
        Disk = session.Disk,
        Time = session.Time,
    };

    /// <summary>What each of many trainings of this session is started with. Their epochs are shown with <c>--verbose</c>.</summary>
    /// <param name="sets">Assignments <c>key=value</c>.</param>
    public static TrainingOptions OptionsOfMany(Session session, IReadOnlyList<string> sets)
    {
        var steps = 0L;
        return Options(session, sets) with { OnEvent = happened => Watch(session, happened, ref steps) };
    }

    static void Watch(Session session, TrainingEvent happened, ref long steps)
    {
        if (happened is StepTaken or StepSkipped)
        {
            session.OnStep(Interlocked.Increment(ref steps));
        }
        else if (session.Verbose && happened is EpochTrained epoch)
        {
            session.Log(FormattableString.Invariant($"epoch {epoch.Epoch}  loss {ScoreFormat.Format(epoch.Loss)}"));
        }
    }

    /// <summary>Loads a model.</summary>
    /// <exception cref="RunException">There is no such run.</exception>
    /// <exception cref="CheckpointException">It cannot be used.</exception>
    public static TrainedModel LoadModel(string target, string? which) => TrainedModel.Load(target, which, Folders);

    /// <summary>Reads a file for a model; <c>-</c> is standard input.</summary>
    /// <param name="labelled">Whether it has targets.</param>
    /// <exception cref="DataException">It is not there, or has mistakes.</exception>
    public static DataPart ReadData(this TrainedModel trained, Session session, string data, bool labelled)
    {
        try
        {
            return data == "-" ? trained.Read("standard input", labelled, session.ReadInput("standard input")) : trained.Read(data, labelled);
        }
        catch (DataException e) when (ModelImport.IsImported(trained.Config))
        {
            throw new DataException([.. e.Errors.Select(error => error with { Hint = error.Hint is null ? null : KeyOfConfig().Replace(error.Hint, OptionOfImport) })], e.Total);
        }
    }

    // An imported model has no config whose key could be set.
    static string OptionOfImport(Match key) => key.Groups["key"] is { Success: true, Value: var name } ? $"(rnn import --{name})" : "rnn import --missing mean or forward-fill";

    [GeneratedRegex(@"\((?<key>sequence|step|inputs|target):\)|(set )?missing: mean(, forward-fill or indicator)?")]
    private static partial Regex KeyOfConfig();
}
