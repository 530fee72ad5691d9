using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;
using RnnTrainer.Training.Inference;

namespace RnnTrainer.Cli.Sample;

/// <summary><c>rnn sample RUN</c>: generates text with a language model.</summary>
static class SampleCommand
{
    public static Command Make(Session session)
    {
        var run = CommonOptions.Run();
        var length = OptionValues.Count("--length", "the most symbols to generate; default: 200", "N");
        var temperature = OptionValues.Number(
            "--temperature", "below 1 more predictable, above 1 more varied; 0 always takes the likeliest symbol", "X", "of at least 0",
            x => x >= 0, usual: 1);
        temperature.Aliases.Add("-t");
        var prime = new TextOption("--prime")
        {
            Description = "the beginning to continue",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var seed = OptionValues.Seed("another seed gives another text");
        var checkpoint = CommonOptions.Checkpoint();
        var command = new DocumentedCommand(
            "sample",
            "Generate a text with a language model, symbol by symbol.",
            "rnn sample runs/latest --length 500 --temperature 0.8",
            "rnn sample runs/latest --prime \"To be\" --seed 7")
        {
            run, length, temperature, prime, seed, checkpoint,
        };
        command.SetAction(int (parse) =>
        {
            using var trained = CommandInputs.LoadModel(parse.GetRequiredValue(run), parse.GetValue(checkpoint));
            if (!trained.Model.Task.PredictsNextSymbol)
            {
                throw new UsageException($"sample needs a language model: the task of this run is {trained.Model.Task.Name}");
            }

            trained.RequireOne("sample takes one model");
            return Run(
                session, trained, parse.GetValue(prime)!, parse.GetValue(length) ?? 200, parse.GetValue(temperature), parse.GetValue(seed));
        });
        return command;
    }

    static int Run(Session session, TrainedModel trained, string prime, int length, double temperature, int seed)
    {
        var script = new SymbolText(trained.Checkpoint.Schema);
        var start = script.Start(prime);
        var (written, ended) = (new List<int>(), false);
        foreach (var symbol in Sampling.After(trained.Model, start, temperature, seed).Take(length))
        {
            ended = script.Ends(symbol);
            if (ended)
            {
                break;
            }

            written.Add(symbol);
        }

        var text = script.Text(start, written);
        session.PrintResult(
            "rnn.sample/1",
            to => to.Write(text + "\n"),
            () => new JsonObject
            {
                ["checkpoint"] = trained.File,
                ["prime"] = prime,
                ["text"] = text,
                ["symbols"] = written.Count,
                ["ended"] = ended,
                ["temperature"] = temperature,
                ["seed"] = seed,
            });
        return ExitCode.Success;
    }
}
