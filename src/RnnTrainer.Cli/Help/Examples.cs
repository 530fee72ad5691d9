namespace RnnTrainer.Cli.Help;

/// <summary>What is typed most: the help of each command begins with it.</summary>
static class Examples
{
    static readonly Dictionary<string, string[]> ByCommand = new()
    {
        [""] = ["rnn init my.csv --out my.yaml", "rnn train my.yaml", "rnn report runs/latest"],
        ["init"] = ["rnn init my.csv --out my.yaml", "rnn init train.csv --test test.csv --target label --out my.yaml"],
        ["train"] = ["rnn train configs/quickstart.yaml", "rnn train my.yaml --set training.epochs=100 --out runs/mine", "rnn train my.yaml --resume runs/mine"],
        ["verify-resume"] = ["rnn verify-resume configs/quickstart.yaml --steps 20"],
        ["eval"] = ["rnn eval runs/latest", "rnn eval runs/latest --data new.csv --by class --confidence 0.95"],
        ["predict"] = ["rnn predict runs/latest --data new.csv --proba > answers.csv", "rnn predict runs/latest --data - < new.csv"],
        ["sample"] = ["rnn sample runs/latest --length 500 --temperature 0.8", "rnn sample runs/latest --prime \"To be\" --seed 7"],
        ["gradcheck"] = ["rnn gradcheck ugrnn", "rnn gradcheck my.yaml --sample 40", "rnn gradcheck ugrnn --break WhR"],
        ["bench"] = ["rnn bench ugrnn", "rnn bench lstm --lengths 64,256,1024 --hidden 128 --threads 1", "rnn bench configs/quickstart.yaml --mode infer --report"],
        ["derive"] = ["rnn derive ugrnn --backward", "rnn derive softmax --latex", "rnn derive ugrnn --forward > my.cell"],
        ["cells"] = ["rnn cells", "rnn cells lstm > my.cell"],
        ["compare"] = ["rnn compare my.yaml --cells ugrnn,gru,lstm", "rnn compare my.yaml --cells ugrnn,my.cell --seeds 5 --out runs/cells"],
        ["sweep"] = ["rnn sweep my.yaml --grid model.hidden=32,64,128 --grid model.cell=ugrnn,gru", "rnn sweep my.yaml --random 20 --range training.learning_rate=0.001..1 --halving --jobs 2"],
        ["data"] = ["rnn data check my.csv", "rnn data make adding --out adding.csv"],
        ["data check"] = ["rnn data check my.csv", "rnn data check my.yaml --strict"],
        ["data convert"] = ["rnn data convert wide.csv long.csv", "rnn data convert reviews.csv words.csv --words text"],
        ["data make"] = ["rnn data make", "rnn data make adding --length 100 --count 5000 --test 1000 --out adding.csv"],
        ["inspect"] = ["rnn inspect runs/latest", "rnn inspect runs/latest --gates"],
        ["runs"] = ["rnn runs list", "rnn runs diff runs/a runs/b"],
        ["runs list"] = ["rnn runs list", "rnn runs list experiments --json"],
        ["runs show"] = ["rnn runs show runs/latest"],
        ["runs diff"] = ["rnn runs diff runs/a runs/b runs/c"],
        ["runs best"] = ["rnn runs best", "rnn runs best runs --metric loss"],
        ["report"] = ["rnn report runs/latest", "rnn report runs/a runs/b --out both.html"],
        ["export"] = ["rnn export runs/latest --format csharp --out Digits.cs", "rnn export runs/latest --format onnx", "rnn export runs/latest --format safetensors"],
        ["import"] = ["rnn import model.safetensors --cell lstm --inputs x,y --target label --classes down,up --out imported.safetensors"],
        ["config"] = ["rnn config show my.yaml", "rnn config validate my.yaml"],
        ["config show"] = ["rnn config show my.yaml --set training.batch=64"],
        ["config validate"] = ["rnn config validate my.yaml"],
        ["config schema"] = ["rnn config schema > rnn.schema.json"],
        ["config keys"] = ["rnn config keys", "rnn config keys data.split"],
        ["doctor"] = ["rnn doctor", "rnn doctor --json"],
        ["completion"] = ["rnn completion bash > ~/.local/share/bash-completion/completions/rnn"],
    };

    /// <summary>Command lines, the most usual first; none for a command that is not known here.</summary>
    /// <param name="path">The command's words without <c>rnn</c>.</param>
    public static IReadOnlyList<string> Of(string path) => ByCommand.GetValueOrDefault(path, []);
}
