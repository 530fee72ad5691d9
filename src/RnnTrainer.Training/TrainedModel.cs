using System.Collections.Concurrent;
using System.Text.Json;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Ensembles;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Ranges;
using RnnTrainer.Training.Runs;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Streams;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training;

/// <summary>
/// A model as a checkpoint holds it, or an ensemble of such models, whose predictions are the means of theirs. It is for one thread at a
/// time; several models are independent of one another.
/// </summary>
public sealed class TrainedModel : IDisposable
{
    readonly IReadOnlyList<string> _folders;
    readonly ConcurrentDictionary<int, StreamPlan> _streams = new();
    readonly ModelPool _pool;
    IReadOnlyList<TrainedModel> _others = [];
    PredictedRanges? _ranges;
    HeldOutErrors? _errors;

    /// <param name="pace">The first member of an ensemble, whose batch and chunks the others have; null: the config's.</param>
    TrainedModel(string file, Checkpoint checkpoint, IReadOnlyList<string> folders, TrainedModel? pace = null)
    {
        var config = ConfigPaths.Resolve(checkpoint.Config, folders);
        if (pace?.Config.Training is { } first)
        {
            config = config with { Training = config.Training with { Batch = first.Batch, Truncate = first.Truncate } };
        }

        (File, Files, Checkpoint, Config, _folders) = (file, [file], checkpoint, config, folders);
        Model = new Model(config, checkpoint.Schema, checkpoint.Cell);
        Weights.Assign(Model.Parameters, checkpoint.Parameters, file);
        _pool = new ModelPool(Model);
    }

    /// <summary>The checkpoint's file; of an ensemble its <c>run.json</c>.</summary>
    public string File { get; private set; }

    /// <summary>The models of an ensemble, this one first; empty where there is one model.</summary>
    internal IReadOnlyList<TrainedModel> Members => _others.Count == 0 ? [] : [this, .. _others];

    /// <summary>The files of its models.</summary>
    internal IReadOnlyList<string> Files { get; private set; }

    /// <summary>Its models.</summary>
    internal IReadOnlyList<Model> Models => [Model, .. _others.Select(o => o.Model)];

    internal Checkpoint Checkpoint { get; }

    /// <summary>The checkpoint's, its data paths found from here.</summary>
    internal Config Config { get; }

    internal Model Model { get; }

    /// <summary>The K columns of a row that <see cref="Predict(IReadOnlyList{double[][]})"/> takes: the numeric inputs of the training
    /// file, in the model's order.</summary>
    public IReadOnlyList<string> Inputs => GivenRows.Columns(Model.Schema);

    /// <summary>What <see cref="Prediction.Probabilities"/> are the probabilities of, in their order: the classes, of a multilabel model
    /// its labels. Empty where predictions are numbers.</summary>
    public IReadOnlyList<string> Classes => Model.Task.Output.ProbabilityNames(Model.Schema);

    /// <summary>
    /// The levels in percent, such as 90, of the ranges that predictions have in <see cref="Prediction.Ranges"/>. At first they are those of
    /// the quantiles that the model predicts itself, and none for other models.
    /// </summary>
    /// <exception cref="RunException">The model predicts no numbers, or its errors on data that training did not see are not known, or too
    /// few for a level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A level is not between 0 and 100.</exception>
    public IReadOnlyList<double> Ranges
    {
        get => [.. RangeLevels.Select(level => (double)level)];
        set => _ranges = value.Count == 0 ? null
            : PredictedRanges.OfModel(Errors(), [.. value.Select(RangeNames.Level)], Model.Schema);
    }

    /// <summary>The same, the largest first.</summary>
    internal IReadOnlyList<decimal> RangeLevels => _ranges?.Levels ?? (_others.Count == 0 ? RangeNames.LevelsOf(Model.Schema) : []);

    /// <summary>Loads the model of a run, or of a checkpoint.</summary>
    /// <param name="target">The folder of a run or of an ensemble, <c>runs/latest</c>, or a safetensors file.</param>
    /// <param name="which">Of a run: <c>best</c> (the default), <c>last</c> or the path of a checkpoint.</param>
    /// <param name="folders">Where data files are looked up in addition to the working directory and the one where training ran.</param>
    /// <exception cref="RunException">There is no such run.</exception>
    /// <exception cref="CheckpointException">It cannot be used; or the run has not finished an epoch, and <paramref name="which"/> does not
    /// name a checkpoint.</exception>
    public static TrainedModel Load(string target, string? which = null, IReadOnlyList<string>? folders = null)
    {
        if (EnsembleFolder.Of(target) is { } members)
        {
            return which is null or "best" ? LoadEnsemble(target, members, folders)
                : throw new RunException(
                    $"'{target}' is an ensemble, and --checkpoint chooses one of a run", $"name a member, such as {members[0]}");
        }

        return LoadOne(target, which, folders, pace: null);
    }

    static TrainedModel LoadEnsemble(string target, IReadOnlyList<string> members, IReadOnlyList<string>? folders)
    {
        List<TrainedModel> loaded = [];
        try
        {
            foreach (var member in members)
            {
                loaded.Add(LoadOne(member, null, folders, loaded.FirstOrDefault()));
                MemberAgreement.Require(loaded[0].Checkpoint, loaded[^1].Checkpoint, members[0], member);
            }

            return loaded[0].With(RunDirectory.Open(target).Record, [.. loaded.Skip(1)]);
        }
        catch
        {
            loaded.ForEach(m => m.Dispose());
            throw;
        }
    }

    static TrainedModel LoadOne(string target, string? which, IReadOnlyList<string>? folders, TrainedModel? pace)
    {
        var file = ModelFile.Find(target, which);
        var checkpoint = Checkpoint.Read(file);
        if (which is null && file != target && checkpoint.Progress.Epoch == 0)
        {
            throw new CheckpointException(
                file, "the run has not finished an epoch: there is no model to use yet",
                "resume it with `rnn train CONFIG --resume RUN`, or name the checkpoint: --checkpoint last");
        }

        try
        {
            return new TrainedModel(file, checkpoint, Folders(target, folders ?? []), pace);
        }
        catch (ConfigException e)
        {
            throw new CheckpointException(file, e.Errors[0].Message, e.Errors[0].Hint);
        }
        catch (RunException e)
        {
            throw new CheckpointException(file, e.Message, e.Hint);
        }
        catch (CellException e)
        {
            throw new CheckpointException(file, $"its cell cannot be used: {e.Errors[0].Message}", e.Errors[0].Hint);
        }
    }

    /// <summary>Predictions for the sequences of a file, in its order, as <c>rnn predict</c> makes them. The file needs no
    /// targets.</summary>
    /// <param name="file">CSV or another format that is read in training, with the columns of the training file.</param>
    /// <exception cref="DataException">It is missing, or has errors.</exception>
    public IReadOnlyList<Prediction> Predict(string file) => [.. Predictions(Read(file, labelled: false))];

    /// <summary>
    /// Predictions for sequences of numbers in the units of the training file: of each x[t,k], [T,K], a row for each step with the columns
    /// <see cref="Inputs"/>.
    /// NaN is a missing number, where the config says how it is filled. A forecast is given the steps up to now.
    /// </summary>
    /// <exception cref="ArgumentException">A row has another number of columns, or a number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model reads texts, or targets that are no inputs.</exception>
    /// <exception cref="DataException">A sequence is shorter than the window of a forecast.</exception>
    public IReadOnlyList<Prediction> Predict(params IReadOnlyList<double[][]> sequences) => [.. Predictions(PartOf(sequences))];

    /// <summary>
    /// Predictions for sequences of rows by column name, one dictionary for each step: numbers, categories, words, dates and missing values
    /// (null or NaN),
    /// exactly as a CSV file with these cells would be read. Text is read as the file's cells are; numbers and moments may be given as
    /// such.
    /// Columns that the model does not need are ignored. A forecast is given the steps up to now.
    /// </summary>
    /// <param name="sequences">Of each sequence its rows, in the order of time, or with the step column of the training file.</param>
    /// <exception cref="ArgumentException">A sequence has no rows.</exception>
    /// <exception cref="InvalidOperationException">The model reads running text.</exception>
    /// <exception cref="DataException">A column is missing, or a cell has an error; lines are counted from the header's, which is
    /// 1.</exception>
    public IReadOnlyList<Prediction> Predict(params IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>> sequences) =>
        [.. Predictions(PartOf(sequences))];

    /// <summary>Predictions for texts, of a model with <c>data.tokenizer</c>: the texts are cut as those of the training file.</summary>
    /// <param name="texts">An empty one is read as one <c>&lt;unk&gt;</c>.</param>
    /// <exception cref="InvalidOperationException">The model was not trained on texts.</exception>
    /// <exception cref="DataException">A word or character did not occur in training, and <c>data.unknown</c> is false.</exception>
    public IReadOnlyList<Prediction> PredictTexts(params IReadOnlyList<string> texts)
    {
        var rows = RowsOf(texts);
        return rows.Count == 0 ? [] : Predict(rows);
    }

    /// <summary>
    /// Opens a stream: a sequence whose time steps are pushed one by one, with an output after each. There may be many, each with a state
    /// of its own, and different threads may use different streams.
    /// </summary>
    /// <param name="window">Predict at each step for the last steps, this many, as for a whole sequence; null: from the state that all
    /// steps so far have left. A forecast has the window of its config.</param>
    /// <exception cref="RunException">Without a window: the model needs the whole sequence, because its layers read in both directions
    /// (<c>model.bidirectional</c>), or because of <c>data.normalize: sequence</c>, <c>data.scale_input</c> or
    /// <c>model.patch</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window has no step.</exception>
    public PredictionStream Open(int? window = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window ?? 1, 1, nameof(window));
        if (Model.Schema.Known is not null)
        {
            throw new RunException("a stream has no rows of the steps ahead, which this model reads (data.known)", "predict from a file");
        }

        return new PredictionStream(_streams.GetOrAdd(window ?? 0, _ => StreamPlan.Of(Pools, window, Digests)));

        IEnumerable<string> Digests() => [Digest, .. _others.Select(o => o.Digest)];
    }

    /// <summary>Reads rows that are still being written.</summary>
    /// <param name="file">What messages call them.</param>
    /// <exception cref="RunException">The rows of the model's files are whole texts.</exception>
    internal LiveRows Live(string file) => Config.Data.Tokenizer is null ? new LiveRows(Config, Model.Schema, file)
        : throw new RunException(
            "each row of this model's files is a whole text (data.tokenizer)", "`rnn predict RUN --data -` reads texts from standard input");

    /// <summary>Sequences of numbers as its models take them.</summary>
    internal DataPart PartOf(IReadOnlyList<double[][]> sequences) => Part((config, schema) => GivenRows.Part(config, schema, sequences));

    /// <summary>Sequences of rows by column name as its models take them.</summary>
    internal DataPart PartOf(IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>> sequences) =>
        Part((config, schema) => NamedRows.Part(config, schema, sequences));

    /// <summary>Texts as rows by column name.</summary>
    /// <exception cref="InvalidOperationException">The model was not trained on texts.</exception>
    internal IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>> RowsOf(IReadOnlyList<string> texts) =>
        Config.Data is { Tokenizer: not null, Tokens.Names: [var column] }
            ? [.. texts.Select(text => new[] { new Dictionary<string, object?> { [column] = text } })]
            : throw new InvalidOperationException("the model was not trained on texts (data.tokenizer): give it rows, or a file");

    /// <summary>The predictions for the sequences of a part, in its order, made as they are enumerated.</summary>
    internal IEnumerable<Prediction> Predictions(DataPart part) => Predictions(Models, part);

    /// <summary>The same, made with models of the pools: any number of threads may call this.</summary>
    internal IReadOnlyList<Prediction> PredictInPool(DataPart part)
    {
        List<(ModelPool Pool, RentedModel Model)> rented = [];
        try
        {
            foreach (var pool in Pools)
            {
                rented.Add((pool, pool.Rent()));
            }

            return [.. Predictions([.. rented.Select(r => r.Model.Model)], part)];
        }
        finally
        {
            rented.ForEach(r => r.Pool.Return(r.Model));
        }
    }

    IReadOnlyList<ModelPool> Pools => [_pool, .. _others.Select(o => o._pool)];

    /// <summary>A hash of the checkpoint's content.</summary>
    string Digest => Checkpoint.Content().Metadata["sha256"];

    IEnumerable<Prediction> Predictions(IReadOnlyList<Model> models, DataPart part)
    {
        var predictions = Predictor.Predict(models[0].Task, Over(models, part), part);
        return _ranges is null ? predictions
            : _ranges.Around(predictions, part, models[0].Schema, areAhead: models[0].Task.WindowsOf(Config.Data) is not null);
    }

    /// <summary>Scores its ranges, and those of a baseline, on a part that has targets.</summary>
    /// <param name="levels">In percent.</param>
    /// <exception cref="RunException">Its errors on data that training did not see are not known, or too few for a level.</exception>
    internal RangeScores EvaluateRanges(DataPart part, IReadOnlyList<decimal> levels) =>
        RangeScores.Of(Over(part), part, Errors(), levels);

    /// <summary>How unusual the targets of a file are.</summary>
    /// <param name="set">With targets.</param>
    /// <param name="alpha">The p-value up to which a row is an anomaly.</param>
    /// <exception cref="RunException">Its errors on data that training did not see are not known, or too few.</exception>
    internal Anomalies AnomaliesOf(SequenceSet set, double alpha)
    {
        var errors = Errors();
        var part = Part((config, schema) => OneStepAhead.Part(config, schema, set));
        var unlabelled = Model.Task.WindowsOf(Config.Data) is null ? part
            : part with { Raw = part.Raw.Changed(s => s with { Target = null }) };
        return Anomalies.Of(Over(unlabelled), part, errors, alpha);
    }

    /// <summary>How far it was from targets that training did not see: stored after training, or measured on the run's data.</summary>
    /// <exception cref="RunException">They are not known.</exception>
    internal HeldOutErrors Errors()
    {
        RangeFit.RequireNumbers(Model.Task);
        return _errors ??= (_others.Count == 0 ? Checkpoint.Schema.Errors : null) ?? Measured();
    }

    HeldOutErrors Measured()
    {
        var name = Config.Data.Split is { Calibration: > 0 } ? "calibration" : "validation";
        try
        {
            var part = name == "calibration" ? Part((config, schema) => HeldOutPart.Calibration(config, schema, _folders)) : Validation();
            return part is { Count: > 0 } ? RangeFit.Of(Over(part), part, name) : throw RangeFit.NoPart();
        }
        catch (DataException e)
        {
            throw new RunException(
                $"ranges need the errors on the {name} part: {Path.GetFileName(File)} has none, and the data cannot be read: "
                + e.Errors[0].Message,
                "put the data where training had them, or train again: the errors are then kept with the model");
        }
    }

    IPredictor Over(DataPart part) => Over(Models, part);

    static IPredictor Over(IReadOnlyList<Model> models, DataPart part) => models is [var one]
        ? new Predictor(one, part.Ready, part.HasOthers, keepsOutputs: false, keepsSums: false)
        : new EnsemblePredictor(models, part, keepsOutputs: false, keepsSums: false);

    /// <summary>Scores it, and baselines, on a part that has targets.</summary>
    /// <param name="part">At least one sequence.</param>
    /// <param name="keepsOutputs">Whether the outputs, and the sums of each sequence, are needed besides the scores.</param>
    /// <param name="keepsSums">Whether the sums of each sequence are.</param>
    internal EvaluationResult Evaluate(DataPart part, bool keepsOutputs = true, bool keepsSums = false) => _others.Count == 0
        ? Predictor.Evaluate(Model, part, keepsOutputs, keepsSums)
        : Model.Task.Evaluate(new EnsemblePredictor(Models, part, keepsOutputs, keepsSums), part);

    /// <summary>Refuses an ensemble where one model is needed.</summary>
    /// <param name="what">What needs it, as in <c>sample takes one model</c>.</param>
    /// <exception cref="RunException">It is an ensemble.</exception>
    internal void RequireOne(string what)
    {
        if (_others.Count > 0 && Path.GetDirectoryName(File) is { } folder)
        {
            throw EnsembleFolder.Refusal(folder, Members.Count, Path.Combine(folder, EnsembleFolder.Members, "1"), what);
        }
    }

    /// <summary>The same model in float64 on one core; of an ensemble its first.</summary>
    internal Model InFloat64() => Copy(Config.InFloat64());

    /// <summary>The same model again; of an ensemble its first.</summary>
    internal Model Copy() => Copy(Config);

    /// <summary>The same model in float64, without dropout where it trains; of an ensemble its first.</summary>
    internal Model ForGradients() => Copy(Config with
    {
        Model = Config.Model with { Dropout = 0, InputDropout = 0 },
        Training = Config.Training with { Precision = Precision.Float64 },
    });

    Model Copy(Config config)
    {
        var model = new Model(config, Checkpoint.Schema, Checkpoint.Cell);
        Weights.Assign(model.Parameters, Checkpoint.Parameters, File);
        return model;
    }

    /// <summary>Whether its config has a test split.</summary>
    internal bool HasTest => Config.Data.Test is not null || Config.Data.Split is { HasTest: true };

    /// <summary>Its test split.</summary>
    /// <exception cref="RunException">There is none.</exception>
    internal DataPart Test()
    {
        if (!HasTest)
        {
            throw new RunException("the run has no test split", "name a file with --data");
        }

        var test = Part((config, schema) => HeldOutPart.Test(config, schema, _folders));
        return test.Count > 0 ? test : throw new RunException("the run's test split is empty", "name a file with --data");
    }

    /// <summary>Its test split, as it is predicted: a language model is given whole sequences.</summary>
    internal DataPart TestToPredict() => !Model.Task.PredictsNextSymbol ? Test()
        : Part((config, schema) => HeldOutPart.Test(config, schema, _folders, labelled: false));

    /// <summary>Its validation split; null: there is none.</summary>
    internal DataPart? Validation()
    {
        var validation = Config.Data.Validation is null
            && Config.Data.Split is not { HasValidation: true } ? null
            : Part((config, schema) => HeldOutPart.Validation(config, schema, _folders));
        return validation is { Count: > 0 } ? validation : null;
    }

    /// <summary>Its training file.</summary>
    /// <exception cref="DataException">It is missing, or has errors.</exception>
    internal SequenceSet TrainingSet() => HeldOutPart.TrainingSet(Config, Checkpoint.Schema, _folders);

    /// <summary>Whether a part has the bytes of the file that was trained on.</summary>
    internal bool WasTrainedOn(DataPart part) => part.Sha256.Length > 0 && Checkpoint.Data is [var train, ..] && train == part.Sha256;

    /// <summary>A new file, looked for where the config's files are.</summary>
    /// <param name="labelled">Whether it has targets.</param>
    /// <param name="bytes">Its content where it is in memory already, such as standard input; null: it is read.</param>
    /// <param name="keepsSteps">Whether the cells of the step column are needed.</param>
    /// <exception cref="DataException">It is missing, or has errors.</exception>
    internal DataPart Read(string file, bool labelled, byte[]? bytes = null, bool keepsSteps = false)
    {
        var (found, stored) = bytes is null ? Stored(file) : (file, bytes);
        return Part((config, schema) => Reading.Part(config, schema, found, stored, labelled, keepsSteps));
    }

    /// <summary>A new file with targets as it is read, for <see cref="Prepared"/>.</summary>
    /// <inheritdoc cref="Read"/>
    internal SequenceSet ReadSet(string file, byte[]? bytes = null)
    {
        var (found, stored) = bytes is null ? Stored(file) : (file, bytes);
        return Reading.Set(Config, Checkpoint.Schema, found, stored, labelled: true);
    }

    /// <summary>Sequences with targets, as its models take them.</summary>
    /// <exception cref="DataException">They are not what the models take.</exception>
    internal DataPart Prepared(SequenceSet set) => Part((config, schema) => Reading.Part(config, schema, set, labelled: true));

    /// <summary>Where a file is, and its bytes if they can be read only once.</summary>
    (string Found, byte[]? Bytes) Stored(string file)
    {
        var found = Find(file);
        ConfigPaths.RequireData(found, _folders);
        return (found, FileStatus.Of(found).Kind == FileKind.Pipe ? DataBytes.StoredOnce(found, new DataOptions()) : null);
    }

    /// <summary>
    /// A new file without targets, with what is predicted for it: where its layout lets that be done, the first sequences are read and
    /// predicted while later ones are still to be read.
    /// </summary>
    /// <param name="pipe">Its content where it is a stream that is read once, such as standard input; null: it is a file.</param>
    /// <exception cref="DataException">It is missing, or has errors.</exception>
    internal PredictedFile ReadAndPredict(string file, Stream? pipe = null)
    {
        if (!TakeTheSame)
        {
            return Whole(file, pipe);
        }

        if (pipe is not null)
        {
            return PredictedFile.OfPipe(Config, Model.Schema, pipe, file, Predictions);
        }

        var found = Find(file);
        ConfigPaths.RequireData(found, _folders);
        return FileStatus.Of(found).Kind == FileKind.Pipe
            ? PredictedFile.OfPipe(Config, Model.Schema, System.IO.File.OpenRead(found), found, Predictions)
            : PredictedFile.OfFile(Config, Model.Schema, found, Predictions) ?? Whole(file, pipe: null);
    }

    /// <summary>The same with the rows of another file after its own: what is known of the steps ahead.</summary>
    /// <exception cref="RunException">The model reads nothing of the steps ahead.</exception>
    /// <exception cref="DataException">A file is missing, has errors, or lacks a column.</exception>
    internal PredictedFile ReadAndPredict(string file, string future)
    {
        if (Config.Data.Known is not { } known || Model.Schema.Known is null)
        {
            throw new RunException("--future: the model reads nothing of the steps ahead", "train it with data.known, or leave out --future");
        }

        var (found, ahead, options) = (Find(file), Find(future), Reading.Options(Config));
        ConfigPaths.RequireData(found, _folders);
        ConfigPaths.RequireData(ahead, _folders);
        var rows = AppendedRows.Of(
            DataBytes.Load(found, options), found, DataBytes.Load(ahead, options), ahead,
            [.. options.Sequence, .. options.Step, .. known.Names]);
        return PredictedFile.Of(Read(found, labelled: false, rows), Predictions);
    }

    PredictedFile Whole(string file, Stream? pipe) => PredictedFile.Of(
        Read(file, labelled: false, pipe is null ? null : DataBytes.ReadToEnd(pipe, file, new DataOptions())), Predictions);

    /// <summary>Where a file is that is looked for where the config's files are; as it was given where it is not found.</summary>
    public string Find(string file) => ConfigPaths.Find(file, _folders);

    /// <summary>Frees the model's memory, as soon as its streams are closed.</summary>
    public void Dispose()
    {
        _pool.Dispose();
        foreach (var other in _others)
        {
            other.Dispose();
        }
    }

    /// <summary>As the first member of an ensemble.</summary>
    TrainedModel With(string record, IReadOnlyList<TrainedModel> others)
    {
        (File, Files, _others) = (record, [.. Files, .. others.SelectMany(o => o.Files)], others);
        return this;
    }

    /// <summary>Whether all its models prepare their inputs alike.</summary>
    bool TakeTheSame => _others.All(o => MemberAgreement.TakeTheSame(Checkpoint, o.Checkpoint));

    /// <summary>A part as its models take it. Members that prepare their inputs differently read it each.</summary>
    DataPart Part(Func<Config, ModelSchema, DataPart> read)
    {
        var part = read(Config, Checkpoint.Schema);
        return TakeTheSame ? part
            : part with { ReadyOfEach = [part.Ready, .. _others.Select(o => ReadyOf(o, read, part))] };
    }

    IReadOnlyList<Sequence> ReadyOf(TrainedModel other, Func<Config, ModelSchema, DataPart> read, DataPart part)
    {
        var (own, first) = (other.Config.Data, Config.Data);
        var files = own with { Train = first.Train, Validation = first.Validation, Test = first.Test, Split = first.Split };
        return MemberAgreement.TakeTheSame(Checkpoint, other.Checkpoint) ? part.Ready
            : read(other.Config with { Data = files }, other.Checkpoint.Schema).Ready is var ready && ready.Count == part.Count ? ready
            : throw new RunException(
                $"the members of the ensemble cut {part.File} into {part.Count} and {ready.Count} sequences", "predict with each member");
    }

    // Data paths were meant from the folder where training ran, which run.json remembers.
    static List<string> Folders(string target, IReadOnlyList<string> known)
    {
        var here = Directory.GetCurrentDirectory();
        try
        {
            var record = RunDirectory.Open(target).Record;
            return ConfigJson.Node(System.IO.File.ReadAllText(record))?["folder"]?.ToString() is { } folder ? [here, folder, .. known]
                : [here, .. known];
        }
        catch (Exception e) when (e is RunException or JsonException or IOException or InvalidOperationException)
        {
            return [here, .. known];
        }
    }
}
