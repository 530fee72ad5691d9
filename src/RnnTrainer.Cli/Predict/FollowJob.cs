using RnnTrainer.Cli.Terminal;
using RnnTrainer.Cli.Warnings;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Streams;

namespace RnnTrainer.Cli.Predict;

/// <summary>
/// <c>rnn predict RUN --follow</c>: reads rows from standard input and writes the prediction after each at once, with a state for each
/// sequence.
/// </summary>
/// <param name="proba">Whether probabilities are written.</param>
/// <param name="window">The steps of <c>--window</c>; null: without.</param>
/// <param name="state">The file of the states; null: they are not kept.</param>
sealed class FollowJob(Session session, TrainedModel trained, bool proba, int? window, OutputFile? state) : IDisposable
{
    const string Name = "standard input";

    readonly LiveSequences _sequences = new(() => trained.Open(window), Name);
    bool _hasHeader;

    /// <summary>Reads to the end of the input, or until a signal.</summary>
    public int Run()
    {
        trained.Open(window).Dispose(); // refuses the model before anything is read
        var rows = trained.Live(Name);
        if (state is not null)
        {
            session.Interruption.DeferSignals();
            if (!FileStatus.Of(state.Path).IsMissing)
            {
                _sequences.Restore(state.Path);
            }
        }

        StatementWarnings.Print(session, trained.Model.Cell);
        try
        {
            foreach (var row in rows.Read(session.OpenInput(Name), session.Interruption.Token))
            {
                Write(row.IdColumns, _sequences.Push(row));
            }
        }
        finally
        {
            state?.Write(to => to.Write(_sequences.Save()));
        }

        return session.Interruption.Exit ?? ExitCode.Success;
    }

    public void Dispose() => _sequences.Dispose();

    void Write(IReadOnlyList<string> idColumns, IReadOnlyList<Prediction> predictions)
    {
        var task = trained.Model.Task;
        var lines = predictions.Select(p => ResultTable.Line([.. p.Key, .. task.PredictionCells(p, proba)]));
        if (!_hasHeader)
        {
            var columns = task.PredictionColumns(trained.Model.Schema, trained.Config.Data, proba);
            lines = lines.Prepend(ResultTable.Line([.. SequenceKey.Names(idColumns, columns), .. columns]));
            _hasHeader = true;
        }

        var text = string.Concat(lines);
        if (text.Length > 0)
        {
            session.PrintFile(to => to.Write(text));
        }
    }
}
