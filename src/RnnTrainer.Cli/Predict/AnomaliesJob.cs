using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;

namespace RnnTrainer.Cli.Predict;

/// <summary>One <c>rnn predict RUN --anomalies</c>.</summary>
static class AnomaliesJob
{
    public static int Run(Session session, TrainedModel trained, string data, OutputFile output, double alpha)
    {
        trained.Errors();
        var found = trained.AnomaliesOf(trained.ReadSet(session, data), alpha);
        var (rows, anomalies) = (0, 0);
        var table = new ResultTable(found.Columns, [found.Rows.Select(row =>
        {
            rows++;
            anomalies += row[^1] is 1.0 ? 1 : 0;
            return row;
        })]);
        table = session.Json ? table.Kept() : table;
        if (!output.IsStandard || !session.Json)
        {
            table.WriteTo(output);
        }

        if (session.Json)
        {
            session.PrintResult("rnn.predict/1", () => "", () => new JsonObject
            {
                ["checkpoint"] = trained.File,
                ["data"] = data,
                ["out"] = output.IsStandard ? null : output.Path,
                ["alpha"] = alpha,
                ["anomalies"] = anomalies,
                ["predictions"] = table.ToJson(),
            });
        }

        session.Log(
            FormattableString.Invariant($"{anomalies:N0} {Words.Agree(anomalies, "anomaly", "anomalies")} in {Words.Counted(rows, "row")}"));
        return ExitCode.Success;
    }
}
