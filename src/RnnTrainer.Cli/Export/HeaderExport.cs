using System.Text.Json.Nodes;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Export.C;

namespace RnnTrainer.Cli.Export;

/// <summary><c>rnn export RUN --format c</c>.</summary>
static class HeaderExport
{
    /// <summary>Writes the header, and prints the memory that it takes.</summary>
    /// <param name="name">After which its functions are called.</param>
    /// <param name="isInt8">Whether matrices are whole numbers of 8 bits.</param>
    public static int Run(Session session, TrainedModel trained, string name, bool isInt8, OutputFile file)
    {
        var header = CHeader.Of(trained.Model, name, isInt8);
        var scores = isInt8 ? Scores(session, trained) : null;
        file.WriteText(header.Text);
        file.PrintResult(
            "rnn.export/1",
            () => $"{Printable.Line(file.Path)}: {trained.Model.Size} parameters{file.LengthText}; weights {header.WeightBytes} bytes, a state "
                + $"{header.StateBytes}, about {header.StackBytes} of the stack\n"
                + (scores is null ? "" : $"validation {scores.Metric}: {ScoreFormat.Format(scores.Quantized)} with 8 bits, "
                    + $"{ScoreFormat.Format(scores.Own)} without\n"),
            () => Document(trained, header, scores, file));
        return ExitCode.Success;
    }

    static JsonObject Document(TrainedModel trained, CHeader header, QuantizedScores? scores, OutputFile file)
    {
        var document = ExportCommand.Document(trained, "c", file);
        document["weight_bytes"] = header.WeightBytes;
        document["state_bytes"] = header.StateBytes;
        document["stack_bytes"] = header.StackBytes;
        document["int8"] = scores is null ? null : new JsonObject
        {
            ["metric"] = scores.Metric,
            ["validation"] = scores.Quantized,
            ["validation_without"] = scores.Own,
        };
        return document;
    }

    static QuantizedScores? Scores(Session session, TrainedModel trained)
    {
        try
        {
            if (QuantizedScores.Of(trained) is { } scores)
            {
                return scores;
            }

            session.Log("note: the run has no validation split on which to measure what 8 bits cost");
        }
        catch (DataException e)
        {
            session.Log($"note: what 8 bits cost is not measured: {e.Errors[0].Message}");
        }

        return null;
    }
}
