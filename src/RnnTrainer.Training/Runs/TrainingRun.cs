using RnnTrainer.Cells;
using RnnTrainer.Data;

namespace RnnTrainer.Training;

/// <summary>
/// A training that leaves a run behind, as <c>rnn train</c> does: the folder is this process's while it goes on, and its files are written as the events are pulled.
/// Who wants to stop, stops pulling.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    readonly TimeProvider time;
    readonly Journal journal;
    readonly RunLock owned;
    Model? own;

    TrainingRun(RunDirectory directory, Trainer trainer, TimeProvider time)
    {
        owned = RunLock.Take(directory);
        (Directory, Trainer, this.time, journal) = (directory, trainer, time, new Journal(directory, trainer, time));
    }

    /// <summary>Where it is written.</summary>
    public RunDirectory Directory { get; }

    /// <summary>The loop, and how far it has come.</summary>
    public Trainer Trainer { get; }

    /// <summary>A process that wrote this run and ended without a word; null if there was none.</summary>
    public ProcessIdentity? Stale => owned.Stale;

    /// <summary>Reads config and data, builds the model, and makes the folder of a new run.</summary>
    /// <param name="config">A YAML file.</param>
    /// <param name="folder">Of the run; where there is one already, the next free <c>folder-2</c>, <c>folder-3</c>. Null: <c>runs/name-time</c>.</param>
    /// <param name="sets">Assignments <c>key=value</c> that win over the file.</param>
    /// <param name="cell">The cell, in place of the config's; a run keeps its text, as of a <c>.cell</c> file.</param>
    /// <param name="folders">Where data files are looked for beside the config's folder and the working directory.</param>
    /// <exception cref="ConfigException">The config has mistakes; it lists them.</exception>
    /// <exception cref="DataException">A data file is missing or has mistakes; it lists them.</exception>
    /// <exception cref="CellException">The file of the cell, or the cell that is given, is not a cell.</exception>
    /// <exception cref="CheckpointException">The weights of <c>model.init</c> do not fit.</exception>
    /// <exception cref="RunException">The training would take more memory than there is.</exception>
    public static TrainingRun Begin(string config, string? folder = null, IReadOnlyList<string>? sets = null, ICell? cell = null, IReadOnlyList<string>? folders = null)
    {
        var loaded = ConfigFile.Read(config, sets, folders);
        var data = TrainingData.Read(loaded.Config, loaded.Folders);
        var (chosen, text) = cell is null ? (loaded.Config, null) : (CellChoice.In(loaded.Config, cell), CellChoice.TextOf(cell));
        MemoryEstimate.RequireFor(ModelPlan.Of(chosen, data.Schema, text), data, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var model = new Model(chosen, data.Schema, text);
        TrainingRun? run = null;
        try
        {
            Weights.AssignInit(model);
            var trainer = new Trainer(model, data);
            run = In(RunDirectory.Create(folder, Path.GetFileNameWithoutExtension(config), TimeProvider.System), trainer, TimeProvider.System);
            run.Start();
            run.own = model;
            return run;
        }
        catch
        {
            run?.Dispose();
            model.Dispose();
            throw;
        }
    }

    /// <summary>Takes a folder for a trainer that was made by hand, or goes on with one.</summary>
    /// <param name="directory">New, or of a run that the trainer has resumed or will resume before <see cref="Start"/>.</param>
    /// <exception cref="RunException">Another process writes it.</exception>
    public static TrainingRun In(RunDirectory directory, Trainer trainer, TimeProvider time) => new(directory, trainer, time);

    /// <summary>Writes what stands in the folder before the first step.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Start() => journal.Begin();

    /// <summary>Trains as it is pulled, to the last epoch or until early stopping ends it; pulled again it goes on.</summary>
    /// <exception cref="DivergenceException">Loss or gradient is not finite; the last good checkpoint is kept.</exception>
    public IEnumerable<TimedEvent> Events()
    {
        using var events = Directory.Train(Trainer, Trainer.Model.Config.Training, time).GetEnumerator();
        while (Moves(events))
        {
            yield return events.Current;
        }
    }

    /// <summary>Rests where it is, after a checkpoint from which <c>rnn train --resume</c> goes on.</summary>
    public void Rest()
    {
        if (Trainer.Progress.EpochStep > 0)
        {
            journal.Checkpoints.Write(Trainer.Checkpoint());
        }

        journal.End(RunStatus.Interrupted, null);
    }

    /// <summary>Trains what is left, and scores.</summary>
    /// <exception cref="DivergenceException">Loss or gradient is not finite; the last good checkpoint is kept.</exception>
    public IReadOnlyList<ScoredPart> Finish()
    {
        foreach (var _ in Events())
        {
        }

        return Score();
    }

    /// <summary>After the last step: scores every split with the weights of the best epoch, the test split last, beside naive answers.</summary>
    public IReadOnlyList<ScoredPart> Score()
    {
        var (model, best) = (Trainer.Model, Checkpoint.Read(Directory.Best));
        Weights.Assign(model.Parameters, best.Parameters, Directory.Best);
        var scores = Trainer.Data.Parts.Select(p => new ScoredPart(p.Name, EvaluationResult.Of(model, p.Part))).ToList();
        journal.End(RunStatus.Finished, scores);
        return scores;
    }

    /// <summary>An error ended it.</summary>
    public void Fail(Exception e) => journal.TryEnd(e is DivergenceException ? RunStatus.Diverged : RunStatus.Failed);

    /// <summary>Gives the folder back. What was not pulled to its end rests after its last checkpoint.</summary>
    public void Dispose()
    {
        journal.TryEnd(RunStatus.Interrupted);
        owned.Dispose();
        own?.Dispose();
    }

    bool Moves(IEnumerator<TimedEvent> events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (Exception e)
        {
            Fail(e);
            throw;
        }
    }
}
