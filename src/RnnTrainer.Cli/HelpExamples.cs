using System.CommandLine;

namespace RnnTrainer.Cli;

/// <summary>What stands first in the help of a command: lines to copy.</summary>
static class HelpExamples
{
    static readonly Dictionary<string, string[]> Lines = new()
    {
        [""] = ["rnn init my.csv --out my.yaml", "rnn train my.yaml", "rnn eval runs/latest --data new.csv"],
        ["init"] = ["rnn init my.csv", "rnn init my.csv --target label --out my.yaml"],
        ["train"] = ["rnn train my.yaml", "rnn train my.yaml --set training.epochs=100 --out runs/mine", "rnn train my.yaml --resume runs/mine"],
        ["verify-resume"] = ["rnn verify-resume my.yaml"],
        ["eval"] = ["rnn eval runs/latest", "rnn eval runs/latest --data new.csv --fail-under accuracy=0.9"],
        ["predict"] = ["rnn predict runs/latest --data new.csv --out answers.csv", "rnn predict runs/latest --data - --proba"],
        ["sample"] = ["rnn sample runs/latest --length 200 --temperature 0.8"],
        ["gradcheck"] = ["rnn gradcheck ugrnn", "rnn gradcheck my.cell --by-step", "rnn gradcheck my.yaml"],
        ["bench"] = ["rnn bench ugrnn", "rnn bench my.yaml --lengths 64,128,256 --mode infer"],
        ["derive"] = ["rnn derive ugrnn --backward", "rnn derive softmax --latex"],
        ["cells"] = ["rnn cells", "rnn cells gru > my.cell"],
        ["compare"] = ["rnn compare my.yaml --cells ugrnn,gru,lstm", "rnn compare my.yaml --cells ugrnn,gru --seeds 5 --match hidden"],
        ["sweep"] = ["rnn sweep my.yaml --grid model.hidden=16,32,64 --grid training.learning_rate=0.01,0.1", "rnn sweep my.yaml --random 20 --range training.learning_rate=0.001..1 --halving"],
        ["data check"] = ["rnn data check my.csv", "rnn data check my.yaml"],
        ["data convert"] = ["rnn data convert my.ts my.csv"],
        ["data make"] = ["rnn data make", "rnn data make adding --length 100 --count 1000 --out adding.csv"],
        ["inspect"] = ["rnn inspect runs/latest", "rnn inspect runs/latest --gates"],
        ["runs list"] = ["rnn runs list"],
        ["runs show"] = ["rnn runs show runs/latest"],
        ["runs diff"] = ["rnn runs diff runs/a runs/b"],
        ["runs best"] = ["rnn runs best --metric loss"],
        ["report"] = ["rnn report runs/latest", "rnn report runs/a runs/b --out both.html"],
        ["export"] = ["rnn export runs/latest --format onnx", "rnn export runs/latest --format csharp --out Digits.cs"],
        ["import"] = ["rnn import weights.safetensors --cell gru-reset-after --inputs a,b --target label --classes no,yes --out model.safetensors"],
        ["config show"] = ["rnn config show my.yaml --set training.seed=7"],
        ["config validate"] = ["rnn config validate my.yaml"],
        ["config schema"] = ["rnn config schema > rnn.schema.json"],
        ["doctor"] = ["rnn doctor"],
        ["completion"] = ["rnn completion bash > ~/.local/share/bash-completion/completions/rnn"],
    };

    /// <summary>Those of a command; none for one that only holds others.</summary>
    public static IReadOnlyList<string> Of(Command command) => Lines.GetValueOrDefault(Path(command)) ?? [];

    static string Path(Command command) => command is RootCommand ? "" : $"{command.Parents.OfType<Command>().Select(Path).First()} {command.Name}".Trim();
}
