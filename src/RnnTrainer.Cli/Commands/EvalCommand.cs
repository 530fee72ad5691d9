using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary><c>rnn eval RUN</c>: metrics on the test split or on a new file.</summary>
static class EvalCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var data = new Option<string?>("--data", "-d") { Description = "a CSV with labels; default: the run's test split", HelpName = "CSV" };
        var checkpoint = CommonOptions.Checkpoint();
        var failUnder = CommonOptions.FailUnder();
        var command = new Command("eval", "Score a trained model on its test split or on a new file.") { run, data, checkpoint, failUnder };
        command.SetAction(int (parse) =>
        {
            using var trained = TrainedModel.Load(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            var limits = Limits.Parse(parse.GetValue(failUnder) ?? [], trained.Config.Task);
            return Run(session, trained, parse.GetValue(data), limits);
        });
        return command;
    }

    static int Run(Session session, TrainedModel trained, string? data, IReadOnlyList<Limit> limits)
    {
        var part = data is null ? trained.Test() : trained.Read(session, data, labelled: true);
        session.Say($"{trained.File}: epoch {trained.Checkpoint.Progress.Epoch}; {part.File}: {part.Count} sequences");
        var scored = new ScoredPart(data is null ? "test" : "data", Evaluation.Of(trained.Model, part));
        session.Answer(
            "rnn.eval/1",
            () => ScoreTable.Of([scored]),
            () => new JsonObject
            {
                ["checkpoint"] = trained.File,
                ["data"] = part.File,
                ["sequences"] = part.Count,
                ["metrics"] = scored.Evaluation.Scores.ToJson(),
                ["baselines"] = TrainReport.Of(scored.Evaluation.Baselines),
            });
        Remarks.End(session, trained.Config.Task, scored);
        return Limits.Hold(session, limits, scored);
    }
}
