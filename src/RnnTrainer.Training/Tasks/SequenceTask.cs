using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>
/// Everything that makes one task different from the others: where its targets come from, what the model outputs for them, how outputs are
/// scored and written, and the config that <c>init</c> starts with. A new task is a new type here, a member of <see cref="TaskKind"/> and a
/// line in <see cref="Of(TaskKind)"/>; the compiler names what is missing.
/// </summary>
abstract class SequenceTask
{
    static readonly ClassifyTask Classify = new();
    static readonly TagTask Tag = new();
    static readonly RegressTask Regress = new();
    static readonly ForecastTask Forecast = new();
    static readonly LanguageTask Language = new();
    static readonly MultilabelTask Multilabel = new();

    /// <summary>All tasks, in the order of <see cref="TaskKind"/>.</summary>
    public static IReadOnlyList<SequenceTask> All { get; } = [.. Enum.GetValues<TaskKind>().Select(Of)];

    /// <summary>The task of a kind.</summary>
// Only values outside the enum are left, and the config reader refuses those. A member without a line is error CS8509.
#pragma warning disable CS8524
    public static SequenceTask Of(TaskKind kind) => kind switch
    {
        TaskKind.Classify => Classify,
        TaskKind.Tag => Tag,
        TaskKind.Regress => Regress,
        TaskKind.Forecast => Forecast,
        TaskKind.Language => Language,
        TaskKind.Multilabel => Multilabel,
    };
#pragma warning restore CS8524

    /// <summary>The task of a config.</summary>
    public static SequenceTask Of(Config config) => Of(config.Task);

    /// <summary>The task of a name as configs have it; any case.</summary>
    public static SequenceTask Parse(string name) => Of(Enum.Parse<TaskKind>(name, ignoreCase: true));

    /// <summary>The kind, from which configs are made.</summary>
    public TaskKind Kind => Enum.Parse<TaskKind>(Name, ignoreCase: true);

    /// <summary>The names of the tasks for which something holds, for messages: <c>regress or forecast</c>.</summary>
    public static string Names(Func<SequenceTask, bool> which) => string.Join(" or ", All.Where(which).Select(t => t.Name));

    // ---- The task and its keys in the config ----

    /// <summary>As configs name it.</summary>
    public abstract string Name { get; }

    /// <summary>The config keys that only some tasks have, and this one does. A key that no task lists belongs to all.</summary>
    public abstract IReadOnlyList<string> OwnKeys { get; }

    /// <summary>Whether <c>data.target</c> has to name the targets, where the file's format does not.</summary>
    public abstract bool NeedsTarget(DataConfig data);

    /// <summary>What else is wrong with a config of this task.</summary>
    public abstract IEnumerable<TaskProblem> Problems(Config config);

    // ---- Targets ----

    /// <summary>What a target column holds.</summary>
    public abstract TargetKind TargetKind { get; }

    /// <summary>What a target belongs to: a sequence, a step, or the step before it.</summary>
    public abstract TargetLevel Level(DataConfig data);

    /// <summary>What the target is called where no column holds it; null: the target columns.</summary>
    public abstract string? ImpliedTarget { get; }

    /// <summary>Whether the target is the next symbol, so that the model can generate text.</summary>
    public abstract bool PredictsNextSymbol { get; }

    /// <summary>How sequences are cut into windows, each of which has one output for the steps after it; null: they are not.</summary>
    public abstract WindowOptions? WindowsOf(DataConfig data, int stride = 1);

    /// <summary>What a model of this task needs and a sequence of the file lacks, in a few words; null: nothing.</summary>
    public abstract string? MissingTargets(SequenceSet set, DataConfig data);

    /// <summary>What a user should know of the targets of a file, and of sequences that are left out.</summary>
    /// <param name="uses">The parts of the set that the model is given.</param>
    public virtual IEnumerable<string> Notes(SequenceSet set, IReadOnlyList<PortionUse> uses, DataConfig data) => [];

    /// <summary>Refuses labels that training never saw, where a score would be meaningless with them.</summary>
    /// <exception cref="DataException">There is one.</exception>
    public abstract void RequireKnownLabels(SequenceSet set, ModelSchema schema);

    /// <summary>The sequences that the model is given, with the targets of this task.</summary>
    /// <param name="portion">Encoded.</param>
    /// <param name="labelled">Whether targets are known; else the sequences are to be predicted.</param>
    /// <param name="stride">Steps from one window to the next, where there are windows.</param>
    /// <exception cref="DataException">A target is missing, or a sequence is too short.</exception>
    public abstract IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride);

    /// <summary>The schema with what training tells of the targets: classes, scales, what baselines need.</summary>
    public abstract ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config);

    // ---- The model ----

    /// <summary>What the numbers of an output mean: the loss, the activation and the scores follow from it.</summary>
    public abstract OutputKind Output { get; }

    /// <summary>Steps of the chunks that sequences are cut into where the config does not say; null: they are not cut.</summary>
    /// <param name="sequences">How many there are.</param>
    public abstract int? UsualChunk(int sequences);

    // ---- Scores and predictions ----

    /// <summary>What is measured, in the order in which it is shown.</summary>
    public abstract IReadOnlyList<MetricInfo> MetricInfos { get; }

    /// <summary>The metric that decides whether a model is better than a baseline.</summary>
    /// <param name="areSeveral">Whether there are several target columns.</param>
    public abstract string MainMetric(bool areSeveral);

    /// <summary>By what scores can be broken down.</summary>
    public abstract IReadOnlyList<BreakdownKind> Breakdowns { get; }

    /// <summary>Scores of the model and of the baselines.</summary>
    protected abstract EvaluationResult Score(IPredictor predictor, DataPart part);

    /// <summary>The predictions for a part, in its order, made as they are enumerated.</summary>
    public abstract IEnumerable<Prediction> Predict(IPredictor predictor, DataPart part);

    /// <summary>The columns of a table of predictions, after that of the sequence.</summary>
    public abstract IReadOnlyList<string> PredictionColumns(ModelSchema schema, DataConfig data, bool withProbabilities);

    /// <summary>The cells of a row of that table: texts and numbers.</summary>
    public abstract IReadOnlyList<object> PredictionCells(Prediction prediction, bool withProbabilities);

    /// <summary>Why predictions have no probabilities; null: they have.</summary>
    public abstract string? WithoutProbabilities { get; }

    /// <summary>How the report draws a sequence and its predictions.</summary>
    public abstract SequenceFigureKind Figure(DataConfig data);

    // ---- The config that init writes ----

    /// <summary>The keys of <c>data</c> that this task adds.</summary>
    /// <param name="reasons">Why a key has its value, by its path; keys with a reason are written.</param>
    public abstract DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons);

    /// <summary>The keys of <c>model</c> that this task sets.</summary>
    /// <param name="steps">Of a typical example.</param>
    /// <param name="reasons">Why a key has its value, by its path; keys with a reason are written.</param>
    public abstract ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons);

    // ---- What follows from these ----

    /// <summary>The names of the metrics, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Metrics => [.. MetricInfos.Select(m => m.Name)];

    /// <summary>Whether every step has an output, and not the sequence or window as a whole.</summary>
    public bool IsPerStep(DataConfig data) => WindowsOf(data) is null && Level(data) != TargetLevel.Sequence;

    /// <summary>Whether each sequence has a class.</summary>
    public bool HasClassOfSequence(DataConfig data) => TargetKind == TargetKind.Label && Level(data) == TargetLevel.Sequence;

    /// <summary>Whether an input of a step is among the targets before it: what a layer that reads backwards would see.</summary>
    public bool IsCausal(DataConfig data) => PredictsNextSymbol || Level(data) == TargetLevel.Next;

    /// <summary>Whether the sequences that the model is given are those of the file, whole.</summary>
    public bool KeepsSequences(DataConfig data) => !PredictsNextSymbol && WindowsOf(data) is null;

    /// <summary>The main metric of a config, by the columns that it names; without a target all inputs are targets.</summary>
    public string MainMetric(Config config) => MainMetric((config.Data.Target ?? config.Data.Inputs) is { Names.Count: > 1 });

    /// <summary>The same where the data are known: <c>mase</c> needs a target that changes.</summary>
    public string MainMetric(Config config, ModelSchema schema) =>
        schema.Forecast is { } scale
            && scale.Unmeasured().Count() == schema.Target.Count ? MainMetric(areSeveral: false) : MainMetric(config);

    /// <summary>The metric of that name.</summary>
    /// <exception cref="RunException">This task has none.</exception>
    public string Metric(string name) => Metrics.Contains(name) ? name
        : throw new RunException($"'{name}' is not a metric of this task", $"there are {string.Join(", ", Metrics)}");

    /// <summary>Scores a part that has targets, at least one sequence.</summary>
    public EvaluationResult Evaluate(IPredictor predictor, DataPart part)
    {
        var (result, main) = (Score(predictor, part), MainMetric(predictor.Config));

        // Where no target changes, a forecast has no mase.
        return result with { MainMetric = result.Scores.Value(main) is null ? MainMetric(areSeveral: false) : main };
    }
}

/// <summary>An error in a config that only one task can find.</summary>
/// <param name="Key">The dotted path.</param>
/// <param name="IsInValue">Whether the value is wrong, and not that the key is there.</param>
sealed record TaskProblem(string Key, string Message, string? Hint, bool IsInValue = false);

/// <summary>The training part, from which a schema is fitted.</summary>
/// <param name="File">For messages.</param>
/// <param name="Raw">Sequences as they were read.</param>
/// <param name="Encoded">The same as the model takes them, before scaling.</param>
/// <param name="Scaling">How targets that are numbers are scaled.</param>
sealed record TrainingPart(string File, IReadOnlyList<Sequence> Raw, SequenceSet Encoded, NormalizationKind Scaling);

/// <summary>How the report draws a sequence and its predictions.</summary>
enum SequenceFigureKind
{
    /// <summary>The inputs, with the prediction in words.</summary>
    Inputs,

    /// <summary>Labels step by step.</summary>
    Labels,

    /// <summary>Numbers step by step.</summary>
    Numbers,

    /// <summary>Labels that are there or not, step by step.</summary>
    Binary,

    /// <summary>What came before, and the values ahead.</summary>
    Forecast,

    /// <summary>Symbols, by how likely the model found them.</summary>
    Symbols,
}

/// <summary>What the task of a config says of that config.</summary>
static class TaskConfig
{
    /// <summary>What a target of this config's files belongs to.</summary>
    public static TargetLevel Level(this Config config) => SequenceTask.Of(config).Level(config.Data);

    /// <summary>Whether every step has an output.</summary>
    public static bool IsPerStep(this Config config) => SequenceTask.Of(config).IsPerStep(config.Data);

    /// <summary>Steps of the chunks that sequences are cut into; null: they are computed whole.</summary>
    /// <param name="sequences">How many there are.</param>
    public static int? ChunkLength(this Config config, int sequences) =>
        config.Training.Truncate ?? SequenceTask.Of(config).UsualChunk(sequences);
}
