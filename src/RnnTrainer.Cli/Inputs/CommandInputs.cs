using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Import;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Inputs;

/// <summary>Reads the config, the model and the data that a command line names. Files are also searched in the folders of
/// RNN_DATA.</summary>
static class CommandInputs
{
    static readonly string[] DataEndings = [".csv", ".tsv", ".ts", ".gz"];

    static IReadOnlyList<string> Folders => ConfigPaths.Folders(Environment.GetEnvironmentVariable(ConfigPaths.Variable));

    /// <summary>Reads a config.</summary>
    /// <exception cref="ConfigException">With every error found.</exception>
    /// <exception cref="UsageException">The path is that of a data file.</exception>
    public static LoadedConfig ReadConfig(string path, IReadOnlyList<string>? sets = null) =>
        ConfigFile.Read(RequireConfig(path), sets, Folders);

    /// <summary>The path of a config.</summary>
    /// <exception cref="UsageException">The path is that of a data file.</exception>
    public static string RequireConfig(string path) =>
        !Array.Exists(DataEndings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ? path
        : throw new UsageException(
            $"'{path}' is a data file, and a config is expected",
            $"`rnn init {Shell.Quoted(path)} --out {Shell.Quoted($"{Path.GetFileNameWithoutExtension(path)}.yaml")}` writes one for it");

    /// <summary>The options of a training run of this session.</summary>
    /// <param name="sets">Assignments <c>key=value</c>.</param>
    public static TrainingOptions Options(Session session, IReadOnlyList<string> sets) => new()
    {
        Sets = sets,
        DataFolders = Folders,
        Memory = session.Memory,
        Disk = session.Disk,
        Time = session.Time,
    };

    /// <summary>The options of each of many training runs of this session. Their epochs are logged with <c>--verbose</c>.</summary>
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
    /// <exception cref="RunException">The run does not exist.</exception>
    /// <exception cref="CheckpointException">It cannot be used.</exception>
    public static TrainedModel LoadModel(string target, string? which) => TrainedModel.Load(target, which, Folders);

    /// <summary>Reads a file for a model; <c>-</c> is standard input.</summary>
    /// <param name="labelled">Whether it has targets.</param>
    /// <param name="keepsSteps">Whether the cells of the step column are needed.</param>
    /// <exception cref="DataException">It does not exist, or has errors.</exception>
    public static DataPart ReadData(this TrainedModel trained, Session session, string data, bool labelled, bool keepsSteps = false) =>
        Checked(trained, () => data == "-" ? trained.Read("standard input", labelled, session.ReadInput("standard input"), keepsSteps)
            : trained.Read(data, labelled, keepsSteps: keepsSteps));

    /// <summary>Reads a file with targets for a model, which prepares it later; <c>-</c> is standard input.</summary>
    /// <exception cref="DataException">It does not exist, or has errors.</exception>
    public static SequenceSet ReadSet(this TrainedModel trained, Session session, string data) =>
        Checked(trained, () => data == "-" ? trained.ReadSet("standard input", session.ReadInput("standard input")) : trained.ReadSet(data));

    /// <summary>
    /// Reads a file for a model and predicts for it, where possible while later rows are still to be read; <c>-</c> is standard input.
    /// </summary>
    /// <param name="use">What is done with it; errors of the file may show only there.</param>
    /// <exception cref="DataException">It does not exist, or has errors.</exception>
    /// <param name="future">A file with the rows of the steps ahead; null: none.</param>
    public static T Predicted<T>(
        this TrainedModel trained, Session session, string data, string? future, Func<PredictedFile, T> use)
    {
        return Checked(trained, () =>
        {
            using var file = future is not null ? trained.ReadAndPredict(data, future)
                : data == "-" ? trained.ReadAndPredict("standard input", session.OpenInput("standard input"))
                : trained.ReadAndPredict(data);
            return use(file);
        });
    }

    /// <summary>Reads a file; errors of one for an imported model say how its keys are set.</summary>
    static T Checked<T>(TrainedModel trained, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException e) when (ModelImport.IsImported(trained.Config))
        {
            throw new DataException([.. e.Errors.Select(ForImport)], e.Total);
        }
    }

    /// <summary>An imported model has no config in which a key could be set: its keys were options of the import.</summary>
    static Diagnostic ForImport(Diagnostic error) => error.Hint is null ? error : error with
    {
        Hint =
            $"{error.Hint} This model was imported: a key is the option of the same name, as in `rnn import --sequence COL` or "
            + $"`--missing mean`.",
    };
}
